package org.cardshop.simulation;

import org.cardshop.platform.storage.FactsContract;
import org.cardshop.platform.storage.LeasesContract;
import org.cardshop.platform.storage.OrdersContract;
import org.cardshop.platform.storage.RunsContract;
import org.cardshop.platform.storage.SchedulesContract;
import org.cardshop.platform.storage.TasksContract;
import org.cardshop.platform.storage.WorkersContract;
import org.junit.jupiter.api.Nested;

/// The simulated database keeps what it is given just as the real ones do.
class BooksTest {
  @Nested
  class Orders implements OrdersContract {
    private final OrderShelf shelf = new OrderShelf();

    @Override
    public OrderShelf orders() {
      return shelf;
    }
  }

  @Nested
  class Tasks implements TasksContract {
    private final TaskShelf shelf = new TaskShelf();

    @Override
    public TaskShelf tasks() {
      return shelf;
    }
  }

  @Nested
  class Workers implements WorkersContract {
    private final WorkerShelf shelf = new WorkerShelf();

    @Override
    public WorkerShelf workers() {
      return shelf;
    }
  }

  @Nested
  class Facts implements FactsContract {
    private final FactShelf shelf = new FactShelf();

    @Override
    public FactShelf facts() {
      return shelf;
    }
  }

  @Nested
  class Leases implements LeasesContract {
    private final LeaseShelf shelf = new LeaseShelf();

    @Override
    public LeaseShelf leases() {
      return shelf;
    }
  }

  @Nested
  class Schedules implements SchedulesContract {
    private final ScheduleShelf shelf = new ScheduleShelf();

    @Override
    public ScheduleShelf schedules() {
      return shelf;
    }
  }

  @Nested
  class Runs implements RunsContract {
    private final RunShelf shelf = new RunShelf();

    @Override
    public RunShelf runs() {
      return shelf;
    }
  }
}

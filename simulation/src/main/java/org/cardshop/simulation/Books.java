package org.cardshop.simulation;

/// What the database of a simulated factory holds. Every call is one effect.
final class Books {
  final OrderShelf orders = new OrderShelf();
  final TaskShelf tasks = new TaskShelf();
  final WorkerShelf workers = new WorkerShelf();
  final FactShelf facts = new FactShelf();
  final LeaseShelf leases = new LeaseShelf();
  final ScheduleShelf schedules = new ScheduleShelf();
  final RunShelf runs = new RunShelf();
}

package org.cardshop.platform.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;

/// What a worker says for good. Kept on its disk until the broker has it, unique by worker, boot
/// and sequence number.
///
/// @param mark its place in what this start of the worker says
public record Fact(String worker, Mark mark, Instant at, Body body) {
  /// The id on the wire.
  public String id() {
    return worker + "/" + mark.boot() + "/" + mark.seq();
  }

  /// What is said.
  public sealed interface Body {
    /// The type on the wire; also the last part of the routing key.
    String type();
  }

  /// Said of the worker itself.
  public sealed interface OfWorker extends Body {}

  /// Said of one task, under one grant of it.
  public sealed interface OfTask extends Body {
    String task();

    long epoch();
  }

  /// The worker has come up and holds nothing of what an earlier start of it held.
  public record WorkerOnline(TaskKind kind, String channel, String version, Bench bench)
      implements OfWorker {
    @Override
    public String type() {
      return "worker-online";
    }
  }

  /// The worker is there.
  public record WorkerHeartbeat(TaskKind kind, String channel, String version, Bench bench)
      implements OfWorker {
    @Override
    public String type() {
      return "worker-heartbeat";
    }
  }

  /// The worker goes, in order.
  public record WorkerOffline(String reason) implements OfWorker {
    @Override
    public String type() {
      return "worker-offline";
    }
  }

  /// A slot has a medium that it did not have before.
  public record CardSeen(String slot, String medium, long size) implements OfWorker {
    @Override
    public String type() {
      return "card-seen";
    }
  }

  /// A slot's medium is gone.
  public record CardRemoved(String slot, String medium) implements OfWorker {
    @Override
    public String type() {
      return "card-removed";
    }
  }

  /// The work begins.
  public record TaskReceived(String task, long epoch) implements OfTask {
    @Override
    public String type() {
      return "task-received";
    }
  }

  /// The work has come to a step.
  public record TaskStepped(String task, long epoch, Step step) implements OfTask {
    @Override
    public String type() {
      return "task-step";
    }
  }

  /// This attempt failed; the task is given back.
  ///
  /// @param failure what becomes of the task when there is no other attempt
  public record TaskRetried(String task, long epoch, Trouble trouble, Failure failure)
      implements OfTask {
    @Override
    public String type() {
      return "task-retried";
    }
  }

  /// The work is done.
  public record TaskSucceeded(String task, long epoch, Product product) implements OfTask {
    @Override
    public String type() {
      return "task-succeeded";
    }
  }

  /// No attempt can succeed.
  public record TaskFailed(String task, long epoch, Failure failure) implements OfTask {
    @Override
    public String type() {
      return "task-failed";
    }
  }

  /// The worker has stopped what was called off.
  public record TaskCanceled(String task, long epoch) implements OfTask {
    @Override
    public String type() {
      return "task-canceled";
    }
  }

  /// What a worker has to work with.
  ///
  /// @param diskFree bytes, where known
  public record Bench(List<Slot> slots, OptionalLong diskFree) {
    public Bench {
      slots = List.copyOf(slots);
    }
  }

  /// One place where a worker does one task at a time.
  ///
  /// @param state one word or two: `empty`, `ready`, `working`
  /// @param medium the opaque id of what lies in it
  /// @param size of the medium in bytes
  /// @param task what is done there
  public record Slot(
      String name,
      String state,
      Optional<String> medium,
      OptionalLong size,
      Optional<String> task) {}
}

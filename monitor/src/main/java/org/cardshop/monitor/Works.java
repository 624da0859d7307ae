package org.cardshop.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.TaskKey;
import org.cardshop.platform.recipe.ByteSize;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.wire.Answer.Work;

/// What a worker is told of the order that it works for: no more than it needs.
final class Works {
  private static final long GB = 1_000_000_000L;

  /// A part of an upload may go over the wire twice when a connection breaks.
  private static final long SLACK = 3;

  private Works() {}

  /// Empty when the order does not need the task any more.
  static Optional<Work> of(Order order, TaskKey key) {
    return switch (key.kind()) {
      case CREATE ->
          Optional.of(
              new Work.Create(
                  order.uploadUri(),
                  order.channel(),
                  order.terms().imageName(key.unit()),
                  order.request().get("config") instanceof ObjectNode recipe
                      ? readable(recipe)
                      : order.request().objectNode()));
      case WRITE ->
          order
              .state()
              .storedImage()
              .map(image ->
                  new Work.Write(order.downloadUri(), order.channel(), image, cardSize(order)));
    };
  }

  /// @throws IllegalStateException when its secrets were sealed with another key
  private static ObjectNode readable(ObjectNode recipe) {
    if (RecipeSecrets.of(recipe).stream().anyMatch(s -> s.startsWith(RecipeSecrets.SEALED))) {
      throw new IllegalStateException(
          "The secrets of a recipe were sealed with a key that this monitor does not have; give it"
              + " the CARDSHOP_RECIPE_KEY of the scheduler and start it again.");
    }
    return recipe;
  }

  /// How many bytes the task may move at most.
  static long ceiling(Work work) {
    return switch (work) {
      case Work.Create c -> size(c.recipe()).map(Works::ceiling).orElse(Claims.Ticket.ANY_SIZE);
      case Work.Write w -> ceiling(w.image().size());
    };
  }

  private static long ceiling(long size) {
    return SLACK * size + (64L << 20);
  }

  /// Of the image, in bytes. One that is as large as its contents need is known only when it is
  /// built.
  private static Optional<Long> size(ObjectNode recipe) {
    return ByteSize.parse(recipe.path("output").path("size").asText()).stream()
        .boxed()
        .filter(size -> size < Claims.Ticket.ANY_SIZE / SLACK)
        .findFirst();
  }

  private static long cardSize(Order order) {
    return order.request().path("sd_card").path("size").asLong(0) * GB;
  }
}

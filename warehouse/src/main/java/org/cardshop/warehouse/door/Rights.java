package org.cardshop.warehouse.door;

import java.util.Optional;
import java.util.function.Predicate;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Access;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.store.ImageName;

/// What claims allow. Pure; each method answers why not, or nothing when it is allowed.
public final class Rights {
  private static final Optional<String> ALLOWED = Optional.empty();

  private Rights() {}

  public static Optional<String> whyNotEnter(Claims claims) {
    return switch (claims) {
      case Access a ->
          switch (a.role()) {
            case MANAGER, OPERATOR, CREATOR, WRITER -> ALLOWED;
            case CLIENT ->
                Optional.of("Clients fetch their images from the manager, not from the warehouse");
          };
      case Ticket _ -> ALLOWED;
    };
  }

  /// May the image and its manifest be read?
  public static Optional<String> whyNotRead(Claims claims, ImageName image) {
    return switch (claims) {
      case Access a -> whyNotRead(a);
      case Ticket t when t.direction() != Direction.DOWNLOAD -> notFor(t, "reading");
      case Ticket t when !image.equals(imageOf(t)) -> otherImage(t);
      case Ticket _ -> ALLOWED;
    };
  }

  /// May it be read what the image will be made of, while it is still being stored?
  public static Optional<String> whyNotReadAnnounced(Claims claims, ImageName image) {
    return switch (claims) {
      case Access _ -> Optional.of("What is announced is for writers, with a ticket for the image");
      case Ticket t -> whyNotRead(t, image);
    };
  }

  /// May the chunk be read?
  ///
  /// @param isNamed whether the ticket's image has this chunk
  public static Optional<String> whyNotRead(
      Claims claims, Sha256 chunk, Predicate<ImageName> isNamed) {
    return switch (claims) {
      case Access a -> whyNotRead(a);
      case Ticket t when t.direction() != Direction.DOWNLOAD -> notFor(t, "reading");
      case Ticket t when !isNamed.test(imageOf(t)) ->
          Optional.of("The image of this ticket has no chunk " + chunk);
      case Ticket _ -> ALLOWED;
    };
  }

  public static Optional<String> whyNotStore(Claims claims) {
    return switch (claims) {
      case Access _ -> Optional.of("Storing needs an upload ticket; claim a task to get one");
      case Ticket t when t.direction() != Direction.UPLOAD -> notFor(t, "storing");
      case Ticket _ -> ALLOWED;
    };
  }

  public static Optional<String> whyNotPublish(Claims claims, ImageName image) {
    return switch (claims) {
      case Ticket t when t.direction() == Direction.UPLOAD && !image.equals(imageOf(t)) ->
          otherImage(t);
      case Claims c -> whyNotStore(c);
    };
  }

  public static Optional<String> whyNotDelete(Claims claims, ImageName image) {
    return switch (claims) {
      case Access _ -> Optional.of("Only the scheduler deletes; delete the order there");
      case Ticket t when t.direction() != Direction.DELETE -> notFor(t, "deleting");
      case Ticket t when !image.equals(imageOf(t)) -> otherImage(t);
      case Ticket _ -> ALLOWED;
    };
  }

  /// Is the image shown in listings?
  public static boolean sees(Claims claims, ImageName image) {
    return switch (claims) {
      case Access _ -> true;
      case Ticket t -> image.equals(imageOf(t));
    };
  }

  public static boolean sees(Claims claims, String channel) {
    return switch (claims) {
      case Access _ -> true;
      case Ticket t -> channel.equals(t.channel());
    };
  }

  private static Optional<String> whyNotRead(Access access) {
    return switch (access.role()) {
      case MANAGER, OPERATOR -> ALLOWED;
      case CREATOR, WRITER, CLIENT ->
          Optional.of("Reading needs a download ticket; claim a task to get one");
    };
  }

  private static ImageName imageOf(Ticket ticket) {
    return new ImageName(ticket.channel(), ticket.image());
  }

  private static Optional<String> notFor(Ticket ticket, String purpose) {
    return Optional.of("This ticket is for " + ticket.direction().wire() + ", not for " + purpose);
  }

  private static Optional<String> otherImage(Ticket ticket) {
    return Optional.of(
        "This ticket is for the image " + ticket.channel() + "/" + ticket.image() + " only");
  }
}

package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.identity.Role;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.platform.storage.Channel;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.Warehouse;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.scheduler.http.Form;

/// Reads an order as it is posted and says everything that is wrong with it.
public final class OrderForm {
  static final String EXAMPLE =
      """
      {"config": {"base": {"source": "https://example.org/base.img.xz", "root_size": "3GB"},
                  "output": {"size": "8G"}},
       "sd_card": {"name": "8 GB", "type": "physical", "size": 8, "duration": 14},
       "quantity": 2, "units": 2,
       "client": {"name": "A school", "email": "head@school.example", "limited": false},
       "recipient": {"name": "Ms Head", "email": "head@school.example", "phone": "+33 1 00",
                     "address": "1 Road, Town", "country": "FR", "shipment": "DHL"},
       "channel": "cardshop",
       "warehouse": {"upload_uri": "ftp://warehouse.example.org:2121",
                     "download_uri": "ftp://warehouse.example.org:2121"}}\
      """;

  private static final int MOST_CARDS = 1_000;
  private static final Set<String> FTP = Set.of("ftp", "ftps", "ftpes");
  private static final Optional<String> OPTIONAL = Optional.of("");
  private static final Optional<String> REQUIRED = Optional.empty();

  private final ChannelStore channels;
  private final WarehouseStore warehouses;

  public OrderForm(ChannelStore channels, WarehouseStore warehouses) {
    this.channels = channels;
    this.warehouses = warehouses;
  }

  /// @throws org.cardshop.scheduler.http.HttpProblem that tells everything that is wrong
  Order read(ObjectNode body, User by, Optional<String> idempotency, Instant now) {
    var form = Form.of(body);
    var config = form.object("config", Optional.empty());
    if (!config.isEmpty()) {
      form.problems("config", RecipeRules.problems(config));
    } else if (body.path("config").isObject()) {
      form.problem("config", "must hold a recipe, not be empty.");
    }
    var card = SdCard.read(form.child("sd_card"));
    boolean isPhysical = card.type() == Medium.PHYSICAL;
    int quantity =
        form.whole(
            "quantity",
            1,
            isPhysical ? MOST_CARDS : 1,
            isPhysical ? Optional.empty() : Optional.of(1));
    form.whole("units", 0, MOST_CARDS * 100, Optional.of(quantity));
    client(form.child("client"));
    recipient(form, isPhysical);
    var channel = channel(form, by);
    var stored = warehouse(form, channel);
    form.check();
    var terms = new OrderTerms(Ids.next(), card.type(), quantity, card.offered());
    return new Order(
        terms,
        OrderFlow.opened().to(),
        channel.orElseThrow().slug(),
        stored.orElseThrow().uploadUri(),
        stored.orElseThrow().downloadUri(),
        body,
        now,
        by.username(),
        idempotency);
  }

  private static void client(Form client) {
    client.text("name", REQUIRED);
    client.email("email", REQUIRED);
    client.flag("limited", Optional.of(false));
  }

  /// Somebody must get a parcel; an image is fetched.
  private static void recipient(Form form, boolean isPhysical) {
    var needed = isPhysical ? REQUIRED : OPTIONAL;
    var recipient =
        isPhysical ? Optional.of(form.child("recipient")) : form.optionalChild("recipient");
    recipient.ifPresent(r -> {
      r.text("name", needed);
      r.email("email", OPTIONAL);
      r.text("phone", OPTIONAL);
      r.text("address", needed);
      r.text("country", needed);
      r.text("shipment", OPTIONAL);
    });
  }

  private Optional<Channel> channel(Form form, User by) {
    var own = by.channel().isEmpty() ? REQUIRED : Optional.of(by.channel());
    var slug = form.text("channel", own);
    if (slug.isEmpty()) {
      return Optional.empty();
    }
    var channel = channels.byName(slug);
    if (by.role() == Role.CLIENT && !by.channel().isEmpty() && !slug.equals(by.channel())) {
      form.problem("channel", "must be yours, " + by.channel() + "; ask an operator for another.");
    } else if (channel.isEmpty()) {
      form.problem("channel", "must be the slug of a channel; '" + slug + "' is none.");
    } else if (!channel.get().active()) {
      form.problem("channel", "takes no orders at present; choose another one.");
    }
    return channel;
  }

  private Optional<Warehouse> warehouse(Form form, Optional<Channel> channel) {
    var given = form.optionalChild("warehouse");
    if (given.isPresent()) {
      var up = given.get().uri("upload_uri", FTP, Optional.empty());
      var down = given.get().uri("download_uri", FTP, Optional.empty());
      return registered(form, up, down);
    }
    var usual = channel.flatMap(c -> warehouses.byName(c.warehouse()));
    if (channel.isPresent() && usual.isEmpty()) {
      form.problem(
          "warehouse",
          "is missing, and the channel "
              + channel.get().slug()
              + " has none; name one or give the"
              + " channel one.");
    }
    return usual;
  }

  private Optional<Warehouse> registered(Form form, URI up, URI down) {
    var found = warehouses.byAddresses(up, down);
    if (found.isEmpty() && up.getHost() != null && down.getHost() != null) {
      form.problem(
          "warehouse", "must be a registered one; none has these addresses, see /warehouses.");
    }
    return found;
  }
}

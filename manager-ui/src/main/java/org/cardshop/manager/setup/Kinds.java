package org.cardshop.manager.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Role;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.manager.setup.Input.Code;
import org.cardshop.manager.setup.Input.Flag;
import org.cardshop.manager.setup.Input.Password;
import org.cardshop.manager.setup.Input.Recipe;
import org.cardshop.manager.setup.Input.Slug;
import org.cardshop.manager.setup.Input.Text;
import org.cardshop.manager.setup.Input.Whole;
import org.cardshop.manager.setup.Input.Words;

/// All that is set up, with the fields that the scheduler takes.
final class Kinds {
  static final Kind SCHEDULES =
      new Kind(
          "schedules",
          "setup.schedule.",
          "nav.schedules",
          "name",
          List.of(
              Input.of("name", new Text()),
              Input.of("job", new Code()).hinted(),
              Input.of("cron", new Code()).hinted(),
              Input.of("time_zone", new Code()).at("UTC").hinted(),
              Input.of("misfire", new Words("setup.misfire.", misfires()))
                  .at(Misfire.ONCE.wire())
                  .hinted(),
              Input.of("overlap", new Flag()).optional().hinted()),
          Optional.of("enabled"),
          Optional.of("last_due"),
          Action.CHANGE_SETUP);

  static final Kind CHANNELS =
      new Kind(
          "channels",
          "setup.channel.",
          "nav.channels",
          "slug",
          List.of(
              Input.of("slug", new Code()).fixed().hinted(),
              Input.of("name", new Text()),
              Input.of("warehouse", new Slug("warehouses")).optional()),
          Optional.of("active"),
          Optional.empty(),
          Action.CHANGE_SETUP);

  static final Kind WAREHOUSES =
      new Kind(
          "warehouses",
          "setup.warehouse.",
          "nav.warehouses",
          "slug",
          List.of(
              Input.of("slug", new Code()).hinted(),
              Input.of("name", new Text()),
              Input.of("upload_uri", new Code()).hinted(),
              Input.of("download_uri", new Code()).hinted()),
          Optional.empty(),
          Optional.empty(),
          Action.CHANGE_SETUP);

  static final Kind MEDIA =
      new Kind(
          "media",
          "setup.medium.",
          "nav.media",
          "name",
          List.of(
              Input.of("name", new Text()),
              Input.of("type", new Words("medium.", List.of("physical", "virtual"))).at("physical"),
              Input.of("size", new Whole()),
              Input.of("units", new Whole()).at("1").hinted()),
          Optional.empty(),
          Optional.empty(),
          Action.CHANGE_SETUP);

  static final Kind AUTO_IMAGES =
      new Kind(
          "auto-images",
          "setup.auto_image.",
          "nav.auto_images",
          "slug",
          List.of(
              Input.of("slug", new Code()).hinted(),
              Input.of("channel", new Slug("channels")),
              Input.of("email", new Text()).optional(),
              Input.of("config", new Recipe()).hinted()),
          Optional.of("active"),
          Optional.empty(),
          Action.CHANGE_AUTO_IMAGES);

  static final Kind USERS =
      new Kind(
          "users",
          "setup.user.",
          "nav.users",
          "username",
          List.of(
              Input.of("username", new Text()).fixed().hinted(),
              Input.of("role", new Words("role.", roles())).at(Role.OPERATOR.wire()).hinted(),
              Input.of("channel", new Slug("channels")).optional(),
              Input.of("email", new Text()).optional(),
              Input.of("password", new Password()).fixed().hinted()),
          Optional.of("active"),
          Optional.empty(),
          Action.MANAGE_USERS);

  static final List<Kind> ALL = List.of(SCHEDULES, CHANNELS, WAREHOUSES, MEDIA, AUTO_IMAGES, USERS);

  private Kinds() {}

  private static List<String> misfires() {
    return Arrays.stream(Misfire.values()).map(Misfire::wire).toList();
  }

  private static List<String> roles() {
    return Arrays.stream(Role.values()).map(Role::wire).toList();
  }
}

package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.schedule.Misfire;

/// The schedules. Beat alone writes when each was last due.
public final class ScheduleStore extends Registry<Schedule> implements Schedules {
  public ScheduleStore(Database database) {
    super(database.collection("schedules"), "name");
  }

  @Override
  public List<Schedule> list(int limit) {
    return page(Map.of(), 0, limit).items();
  }

  @Override
  public void setLastDue(String id, Instant due) {
    documents.updateOne(eq("_id", new ObjectId(id)), Updates.max("last_due", Bson.date(due)));
  }

  @Override
  Document write(Schedule schedule) {
    return new Document("name", schedule.name())
        .append("cron", schedule.cron())
        .append("time_zone", schedule.timeZone().getId())
        .append("misfire", schedule.misfire().wire())
        .append("overlap", schedule.overlap())
        .append("job", schedule.job())
        .append("enabled", schedule.enabled());
  }

  @Override
  Schedule read(Document d) {
    return new Schedule(
        d.getObjectId("_id").toHexString(),
        d.getString("name"),
        d.getString("cron"),
        ZoneId.of(d.getString("time_zone")),
        Misfire.fromWire(d.getString("misfire")).orElseThrow(),
        d.getBoolean("overlap"),
        d.getString("job"),
        d.getBoolean("enabled"),
        Bson.optionalInstant(d, "last_due"));
  }
}

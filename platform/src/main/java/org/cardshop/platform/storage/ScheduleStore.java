package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.time.ZoneId;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.schedule.Misfire;

/// The schedules. Beat alone writes when each was last due.
public final class ScheduleStore extends Registry<Schedule> {
  public ScheduleStore(Database database) {
    super(database.collection("schedules"), "name");
  }

  /// Notes the latest due time; never goes back.
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

package org.cardshop.manager.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class OrderCsvTest {
  private static final String HOSTILE = "=cmd|' /C calc'!A0, \"x\"\r\n@y;ü";
  private static final Set<String> NUMBERS =
      Set.of(
          "sd_card.size",
          "quantity",
          "units",
          "cards.good",
          "cards.failed",
          "cards.open",
          "image.size");

  @Test
  void noFieldOfAnOrderIsAFormulaAndEachComesBackAsItWas() throws IOException {
    var row = only(order());
    for (var column : OrderCsv.COLUMNS) {
      assertEquals(NUMBERS.contains(column) ? "-5" : "'" + HOSTILE, row.get(column), column);
    }
  }

  @Test
  void theFileBeginsWithAMarkAndItsLinesEndAsTheStandardSays() throws IOException {
    var text = written(order().put("status", "creating"));
    assertTrue(text.startsWith("\uFEFF_id,status,channel,"), text);
    assertTrue(text.endsWith("\r\n"), text);
    assertTrue(text.contains(",-5,-5,"), "a number is no text: " + text);
    assertTrue(text.contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\r\n@y;ü\""), text);
  }

  @Test
  void whatAnOrderDoesNotHaveIsEmpty() throws IOException {
    var row = only(Json.object().put("_id", "1").putNull("image"));
    assertEquals("1", row.get("_id"));
    assertEquals("", row.get("image.sha256"));
    assertEquals("", row.get("client.name"));
  }

  private static ObjectNode order() {
    var order = Json.object();
    for (var column : OrderCsv.COLUMNS) {
      int dot = column.indexOf('.');
      var place = dot < 0 ? order : order.withObjectProperty(column.substring(0, dot));
      if (NUMBERS.contains(column)) {
        place.put(column.substring(dot + 1), -5);
      } else {
        place.put(column.substring(dot + 1), HOSTILE);
      }
    }
    return order;
  }

  private static CSVRecord only(ObjectNode order) throws IOException {
    var format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    var text = written(order).substring(1);
    try (var parser = format.parse(new StringReader(text))) {
      var records = parser.getRecords();
      assertEquals(1, records.size());
      return records.getFirst();
    }
  }

  private static String written(ObjectNode order) throws IOException {
    var out = new StringWriter();
    try (var csv = new OrderCsv(out)) {
      csv.write(List.of(new Fields(order)));
    }
    return out.toString();
  }
}

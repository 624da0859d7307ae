package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.cardshop.platform.wire.Fields;

/// Orders as a table for spreadsheets: RFC 4180 after a byte order mark, by which they know UTF-8.
/// A column has the name of what the API shows. Numbers stay numbers; no text is a formula.
final class OrderCsv implements AutoCloseable {
  static final List<String> COLUMNS =
      List.of(
          "_id",
          "status",
          "channel",
          "created_on",
          "created_by",
          "client.name",
          "client.email",
          "recipient.name",
          "recipient.address",
          "recipient.country",
          "recipient.phone",
          "recipient.email",
          "recipient.shipment",
          "sd_card.type",
          "sd_card.name",
          "sd_card.size",
          "quantity",
          "units",
          "cards.good",
          "cards.failed",
          "cards.open",
          "image.name",
          "image.size",
          "image.sha256",
          "image_until");

  private final CSVPrinter printer;

  OrderCsv(Writer out) throws IOException {
    out.write('\uFEFF');
    printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(COLUMNS);
  }

  void write(List<Fields> orders) throws IOException {
    for (var order : orders) {
      for (var column : COLUMNS) {
        printer.print(cell(order.object().at("/" + column.replace('.', '/'))));
      }
      printer.println();
    }
    printer.flush();
  }

  /// A line with this sentence only.
  void say(String sentence) throws IOException {
    printer.printRecord(Formula.defused(sentence));
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }

  private static Object cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isNumber()
        ? value.numberValue()
        : Formula.defused(value.isValueNode() ? value.asText() : value.toString());
  }
}

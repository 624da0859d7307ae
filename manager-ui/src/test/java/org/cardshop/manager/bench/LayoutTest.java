package org.cardshop.manager.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.manager.bench.BenchView.Slot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A-02 A-01           | A: A-01 A-02
          A-04 A-02           | A: . A-02 . A-04
          b2 A-01 b1          | A: A-01, B: b1 b2
          A-00 A-01           | A: A-00 A-01
          left A-01 front     | A: A-01, : front left
          A-01 A1             | A: A-01, : A1
          A-02 A-900          | A: A-02 A-900
          hub-1.2 AAAA-1      | : AAAA-1 hub-1.2
          """)
  void slotsLieByRowAndPlaceAndOthersByName(String names, String rows) {
    var slots = Arrays.stream(names.split(" ")).map(LayoutTest::slot).toList();
    assertEquals(
        rows,
        Layout.of(slots).rows().stream()
            .map(row ->
                row.name()
                    + ": "
                    + row.places().stream()
                        .map(p -> p.map(Slot::name).orElse("."))
                        .collect(Collectors.joining(" ")))
            .collect(Collectors.joining(", ")));
  }

  private static Slot slot(String name) {
    return new Slot(
        "w",
        true,
        false,
        name,
        "free",
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        false);
  }
}

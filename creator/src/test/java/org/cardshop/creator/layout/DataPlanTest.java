package org.cardshop.creator.layout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPlanTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "100, 1048576", "20000, 10", "1, 64000000000", "3, 5000000000"})
  void theShortestPartitionFitsAndIsNotWasteful(int count, long size) {
    var files = files(count, size);
    long shortest = DataPlan.shortest(files, 4 * MIB);
    assertTrue(DataPlan.of(shortest, files).fits());
    long contents = count * Math.ceilDiv(size, DataPlan.BLOCK) * DataPlan.BLOCK;
    assertTrue(shortest < contents * 1.06 + 64 * MIB, shortest + " for " + contents);
  }

  @ParameterizedTest
  @CsvSource({"1, 64000000000", "20000, 10"})
  void contentsThatDoNotFitAreSeen(int count, long size) {
    var files = files(count, size);
    long contents = count * Math.ceilDiv(size, DataPlan.BLOCK) * DataPlan.BLOCK;
    assertFalse(DataPlan.of(contents, files).fits());
  }

  private static Map<String, Long> files(int count, long size) {
    var files = new TreeMap<String, Long>();
    for (int i = 0; i < count; i++) {
      files.put("some/folder/file " + i, size);
    }
    return files;
  }
}

package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 131071, 131072, 131073, 1 << 20, 4 << 20})
  void framesOfAnyBytesUnpackToThemAndAreNoLongerThanTold(int length) {
    var noise = new byte[length];
    new Random(length).nextBytes(noise);
    var text = "water and plants ".repeat(length / 17 + 1).substring(0, length);
    try (var frame = new Frame()) {
      for (var bytes : new byte[][] {noise, text.getBytes(StandardCharsets.US_ASCII)}) {
        var plain = ByteBuffer.allocateDirect(length).put(bytes).flip();
        var framed = frame.of(plain);
        assertEquals(length, Zstd.getFrameContentSize(framed));
        assertArrayEquals(bytes, Zstd.decompress(framed, length));
        assertTrue(framed.length <= Frame.bound(length));
      }
    }
  }

  @Test
  void whatIsOnlyPartlyTextIsPacked() {
    var bytes = new byte[4 << 20];
    new Random(1).nextBytes(bytes);
    var text = "water and plants ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, 2 << 20, 1 << 20);
    try (var frame = new Frame()) {
      assertTrue(frame.of(ByteBuffer.allocateDirect(4 << 20).put(bytes).flip()).length < 3_300_000);
    }
  }
}

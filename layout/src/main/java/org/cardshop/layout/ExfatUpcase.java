package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Pattern;

/// exFAT's table of which character is the capital of which (specification, section 7.2): names
/// that differ in nothing else are the same name. Ours is the recommended one (7.2.5.1), so that it
/// does not depend on which Unicode a JDK knows.
final class ExfatUpcase {
  /// `from-to/step+difference` in hex and decimal; all other characters stand for themselves.
  private static final String RULES =
      """
      0061-007a-32 00e0-00f6-32 00f8-00fe-32 00ff+121 0101-012f/2-1 0133-0137/2-1
      013a-0148/2-1 014b-0177/2-1 017a-017e/2-1 0180+195 0183-0185/2-1 0188-1 018c-1 0192-1
      0195+97 0199-1 019a+163 019e+130 01a1-01a5/2-1 01a8-1 01ad-1 01b0-1 01b4-01b6/2-1 01b9-1
      01bd-1 01bf+56 01c6-2 01c9-2 01cc-2 01ce-01dc/2-1 01dd-79 01df-01ef/2-1 01f3-2 01f5-1
      01f9-021f/2-1 0223-0233/2-1 023a+10795 023c-1 023e+10792 0242-1 0247-024f/2-1 0253-210
      0254-206 0256-0257-205 0259-202 025b-203 0260-205 0263-207 0268-209 0269-211 026b+10743
      026f-211 0272-213 0275-214 027d+10727 0280-218 0283-218 0288-218 0289-69 028a-028b-217
      028c-71 0292-219 037b-037d+130 03ac-38 03ad-03af-37 03b1-03c1-32 03c2-31 03c3-03cb-32
      03cc-64 03cd-03ce-63 03d9-03ef/2-1 03f2+7 03f8-1 03fb-1 0430-044f-32 0450-045f-80
      0461-0481/2-1 048b-04bf/2-1 04c2-04ce/2-1 04cf-15 04d1-0513/2-1 0561-0586-48 1d7d+3814
      1e01-1e95/2-1 1ea1-1ef9/2-1 1f00-1f07+8 1f10-1f15+8 1f20-1f27+8 1f30-1f37+8 1f40-1f45+8
      1f51-1f57/2+8 1f60-1f67+8 1f70-1f71+74 1f72-1f75+86 1f76-1f77+100 1f78-1f79+128
      1f7a-1f7b+112 1f7c-1f7d+126 1f80-1f87+8 1f90-1f97+8 1fa0-1fa7+8 1fb0-1fb1+8 1fb3+9
      1fcc-9 1fd0-1fd1+8 1fe0-1fe1+8 1fe5+7 1ffc-9 214e-28 2170-217f-16 2184-1 24d0-24e9-26
      2c30-2c5e-48 2c61-1 2c68-2c6c/2-1 2c76-1 2c81-2ce3/2-1 2d00-2d25-7264 ff41-ff5a-32
      """;

  private static final Pattern RULE =
      Pattern.compile("(\\p{XDigit}{4})(?:-(\\p{XDigit}{4}))?(?:/(\\d))?([+-]\\d+)");

  private static final int CHARACTERS = 1 << 16;

  /// Begins the count of a run of characters that stand for themselves, in the compressed form.
  private static final int RUN = 0xffff;

  /// Shorter runs are spelled out, as in the specification's own table.
  private static final int SHORTEST_RUN = 512;

  private static final char[] CAPITALS = capitals();
  private static final byte[] TABLE = compressed();

  private ExfatUpcase() {}

  /// The name in capitals; as long as the name.
  static String fold(String name) {
    var folded = name.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = CAPITALS[folded[i]];
    }
    return new String(folded);
  }

  /// The table in its compressed form (7.2.5).
  static byte[] table() {
    return TABLE.clone();
  }

  private static byte[] compressed() {
    var table = ByteBuffer.allocate(2 * CHARACTERS).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < CHARACTERS; ) {
      int to = from;
      while (to < CHARACTERS && CAPITALS[to] == to) {
        to++;
      }
      if (to - from >= SHORTEST_RUN) {
        table.putChar((char) RUN).putChar((char) (to - from));
        from = to;
      } else {
        table.putChar(CAPITALS[from++]);
      }
    }
    var bytes = new byte[table.position()];
    table.get(0, bytes);
    return bytes;
  }

  private static char[] capitals() {
    var capitals = new char[CHARACTERS];
    for (int i = 0; i < CHARACTERS; i++) {
      capitals[i] = (char) i;
    }
    var rule = RULE.matcher(RULES);
    while (rule.find()) {
      int from = Integer.parseInt(rule.group(1), 16);
      int to = rule.group(2) == null ? from : Integer.parseInt(rule.group(2), 16);
      int step = rule.group(3) == null ? 1 : Integer.parseInt(rule.group(3));
      for (int i = from; i <= to; i += step) {
        capitals[i] = (char) (i + Integer.parseInt(rule.group(4)));
      }
    }
    return capitals;
  }
}

package org.cardshop.embedded.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/// Entries of an index: bytes, compared unsigned.
final class EntryType extends BasicDataType<byte[]> {
  static final EntryType INSTANCE = new EntryType();

  /// What an array takes on the heap besides its bytes.
  private static final int ARRAY = 16;

  private EntryType() {}

  @Override
  public int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }

  @Override
  public int getMemory(byte[] entry) {
    return ARRAY + entry.length;
  }

  @Override
  public void write(WriteBuffer out, byte[] entry) {
    out.putVarInt(entry.length).put(entry);
  }

  @Override
  public byte[] read(ByteBuffer in) {
    var entry = new byte[DataUtils.readVarInt(in)];
    in.get(entry);
    return entry;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}

package org.cardshop.layout.ext4;

import java.nio.charset.StandardCharsets;

/// A name in a folder.
public final class Name {
  /// In bytes.
  public static final int LONGEST = 255;

  static final byte FILE = 1;
  static final byte FOLDER = 2;
  static final byte LINK = 7;

  private static final int HEAD = 8;

  final byte[] bytes;
  final int inode;
  final byte type;

  private Name(byte[] bytes, int inode, byte type) {
    if (bytes.length < 1 || bytes.length > LONGEST) {
      throw new IllegalArgumentException(bytes.length + " bytes are no name");
    }
    this.bytes = bytes.clone();
    this.inode = inode;
    this.type = type;
  }

  /// The name of the inode.
  ///
  /// @param utf8 1 to 255 bytes without slash
  public static Name of(byte[] utf8, Inode inode) {
    return of(utf8, inode.number(), inode);
  }

  static Name of(byte[] utf8, int number, Inode inode) {
    return new Name(
        utf8,
        number,
        switch (inode) {
          case Inode.Folder _ -> FOLDER;
          case Inode.File _, Inode.Journal _ -> FILE;
          case Inode.Link _ -> LINK;
        });
  }

  static Name ofFolder(String ascii, int inode) {
    return new Name(ascii.getBytes(StandardCharsets.US_ASCII), inode, FOLDER);
  }

  /// Bytes that the entry takes in a folder's block.
  int length() {
    return Math.ceilDiv(HEAD + bytes.length, 4) * 4;
  }
}

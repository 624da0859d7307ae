package org.cardshop.layout;

import org.cardshop.core.image.Span;

/// One entry of an MBR partition table, in bytes.
///
/// @param number 1 to 4
/// @param type as in the table: 0x0c is FAT32, 0x83 Linux, 0x07 exFAT or NTFS
public record Partition(int number, int type, Span span) {}

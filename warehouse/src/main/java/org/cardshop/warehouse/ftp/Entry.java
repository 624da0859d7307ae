package org.cardshop.warehouse.ftp;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.apache.ftpserver.ftplet.FtpFile;

/// A line of a listing. Bytes never move through it, only through [Transfer].
///
/// @param size in bytes
record Entry(Place place, long size, Instant modified, List<Entry> children, boolean exists)
    implements FtpFile {

  Entry(Place place, long size, Instant modified) {
    this(place, size, modified, List.of(), true);
  }

  static Entry none(Place place) {
    return new Entry(place, 0, Instant.EPOCH, List.of(), false);
  }

  Entry with(List<Entry> inside) {
    return new Entry(place, size, modified, inside, exists);
  }

  @Override
  public String getAbsolutePath() {
    return place.path();
  }

  @Override
  public String getName() {
    return place.lastPart();
  }

  @Override
  public boolean isHidden() {
    return false;
  }

  @Override
  public boolean isDirectory() {
    return exists && place instanceof Place.Folder;
  }

  @Override
  public boolean isFile() {
    return exists && !isDirectory();
  }

  @Override
  public boolean doesExist() {
    return exists;
  }

  @Override
  public boolean isReadable() {
    return exists;
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public boolean isRemovable() {
    return false;
  }

  @Override
  public String getOwnerName() {
    return "cardshop";
  }

  @Override
  public String getGroupName() {
    return "cardshop";
  }

  @Override
  public int getLinkCount() {
    return 1;
  }

  @Override
  public long getLastModified() {
    return modified.toEpochMilli();
  }

  @Override
  public boolean setLastModified(long time) {
    return false;
  }

  @Override
  public long getSize() {
    return size;
  }

  @Override
  public Object getPhysicalFile() {
    return place;
  }

  @Override
  public boolean mkdir() {
    return false;
  }

  @Override
  public boolean delete() {
    return false;
  }

  @Override
  public boolean move(FtpFile destination) {
    return false;
  }

  @Override
  public List<? extends FtpFile> listFiles() {
    return children;
  }

  @Override
  public OutputStream createOutputStream(long offset) {
    throw new UnsupportedOperationException("storing goes through the STOR and APPE commands");
  }

  @Override
  public InputStream createInputStream(long offset) {
    throw new UnsupportedOperationException("reading goes through the RETR command");
  }
}

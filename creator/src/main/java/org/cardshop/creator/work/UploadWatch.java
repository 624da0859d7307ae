package org.cardshop.creator.work;

/// Whom an upload asks before each of its steps, and tells of them. Called by several threads.
interface UploadWatch {
  /// Returns when the warehouse may be changed.
  ///
  /// @throws org.cardshop.platform.worker.StoppedException when it never will be again
  void checkpoint() throws InterruptedException;

  /// @param done bytes of `total` that the warehouse lacked, as far as is known by now
  void moved(long done, long total);

  /// From now on the warehouse looks through the whole image; it says nothing before it is done.
  void checking();

  void log(String line);
}

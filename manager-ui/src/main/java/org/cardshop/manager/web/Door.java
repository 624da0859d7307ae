package org.cardshop.manager.web;

/// The page that lets people in.
public interface Door {
  /// Where it is.
  String PATH = "/sign-in";

  /// Asks who comes before they get any further.
  ///
  /// @param to where they wanted to go
  /// @param kept what they typed and is not to be lost
  void ask(Visit visit, String to, Kept kept);
}

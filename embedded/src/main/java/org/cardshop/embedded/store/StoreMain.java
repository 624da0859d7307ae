package org.cardshop.embedded.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The store as a process of its own: `StoreMain DIRECTORY PORT`. Prints its address when it is
/// ready and stops on SIGTERM.
public final class StoreMain {
  private StoreMain() {}

  public static void main(String[] args) {
    try {
      if (args.length != 2) {
        throw new IllegalArgumentException("two arguments are needed");
      }
      var store = EmbeddedStore.open(Path.of(args[0]), Integer.parseInt(args[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(store::close, "store-close"));
      System.out.println("The store is ready at " + store.uri());
    } catch (IllegalArgumentException e) {
      exit(2, "usage: StoreMain DIRECTORY PORT (" + e.getMessage() + ")");
    } catch (UnusableStoreException e) {
      exit(1, e.getMessage());
    }
  }

  private static void exit(int status, @Nullable String sentence) {
    System.err.println(sentence);
    System.exit(status);
  }
}

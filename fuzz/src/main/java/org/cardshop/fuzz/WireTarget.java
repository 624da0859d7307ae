package org.cardshop.fuzz;

import java.util.function.Consumer;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.RequestJson;

/// The messages of workers, and the claims of tokens.
public final class WireTarget {
  private WireTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    read(input, WireTarget::fact);
    read(input, WireTarget::request);
    read(input, WireTarget::answer);
    read(input, WireTarget::claims);
  }

  private static void read(byte[] input, Consumer<byte[]> reader) {
    try {
      reader.accept(input);
    } catch (MalformedException e) {
      Check.saysWhy(e);
    }
  }

  private static void fact(byte[] input) {
    var fact = FactJson.read(input);
    Check.same(fact, FactJson.read(Json.bytes(FactJson.write(fact))));
  }

  private static void request(byte[] input) {
    var request = RequestJson.readRequest(input);
    Check.same(request, RequestJson.readRequest(Json.bytes(RequestJson.write(request))));
  }

  private static void answer(byte[] input) {
    var answer = RequestJson.readAnswer(input);
    Check.same(answer, RequestJson.readAnswer(Json.bytes(RequestJson.write(answer))));
  }

  private static void claims(byte[] input) {
    var claims = ClaimsJson.read(Fields.of(input));
    Check.same(claims, ClaimsJson.read(new Fields(ClaimsJson.write(claims))));
  }
}

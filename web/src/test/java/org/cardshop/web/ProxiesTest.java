package org.cardshop.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "::1"));

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      value = {
        "peer      | forwarded                      | caller",
        "192.0.2.1 |                                | 192.0.2.1",
        "192.0.2.1 | 203.0.113.5                    | 192.0.2.1",
        "10.0.0.7  |                                | 10.0.0.7",
        "10.0.0.7  | 203.0.113.5                    | 203.0.113.5",
        "::1       | 203.0.113.5                    | 203.0.113.5",
        "10.0.0.7  | 203.0.113.5, 10.1.1.1          | 203.0.113.5",
        "10.0.0.7  | 198.51.100.1, 203.0.113.5      | 203.0.113.5",
        "10.0.0.7  | 10.9.9.9                       | 10.9.9.9",
        "10.0.0.7  | localhost                      | localhost",
      })
  void aProxyThatIsTrustedSaysWhomItCallsFor(String peer, String forwarded, String caller) {
    assertEquals(caller, proxies.caller(peer, Optional.ofNullable(forwarded)));
  }
}

package org.cardshop.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cardshop.core.identity.BrokerRights.Resource;
import org.cardshop.core.identity.BrokerRights.Verb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerRightsTest {
  private static BrokerRights of(Role role) {
    return new BrokerRights("w-1", role, "mali");
  }

  @ParameterizedTest
  @CsvSource({
    "creator, read,      queue,    work.create.mali,    true",
    "creator, read,      queue,    work.write.mali,     false",
    "writer,  read,      queue,    work.write.mali,     true",
    "writer,  read,      queue,    work.write.niger,    false",
    "writer,  configure, queue,    work.write.mali,     false",
    "writer,  write,     queue,    work.write.mali,     false",
    "writer,  read,      queue,    commands.w-1,        true",
    "writer,  read,      queue,    commands.w-2,        false",
    "writer,  read,      queue,    commands.w-1.x,      false",
    "writer,  configure, queue,    commands.w-1,        false",
    "writer,  configure, queue,    replies.w-1.7,       true",
    "writer,  read,      queue,    replies.w-1.7,       true",
    "writer,  write,     queue,    replies.w-1.7,       false",
    "writer,  configure, queue,    replies.w-1.,        false",
    "writer,  configure, queue,    replies.w-1.7.8,     false",
    "writer,  configure, queue,    replies.w-10.7,      false",
    "writer,  read,      queue,    facts,               false",
    "writer,  read,      queue,    requests,            false",
    "writer,  write,     exchange, cardshop.facts,      true",
    "writer,  write,     exchange, cardshop.progress,   true",
    "writer,  write,     exchange, cardshop.requests,   true",
    "writer,  read,      exchange, cardshop.facts,      false",
    "writer,  configure, exchange, cardshop.facts,      false",
    "writer,  write,     exchange, cardshop.work,       false",
    "writer,  write,     exchange, cardshop.commands,   false",
    "writer,  write,     exchange, amq.default,         false",
    "manager, write,     exchange, cardshop.facts,      false",
    "client,  read,      queue,    commands.w-1,        false",
  })
  void aWorkerMayDoWhatItsWorkNeedsAndNothingElse(
      String role, String verb, String resource, String name, boolean expected) {
    assertEquals(
        expected,
        of(Role.fromWire(role).orElseThrow())
            .may(
                Verb.fromWire(verb).orElseThrow(),
                Resource.fromWire(resource).orElseThrow(),
                name));
  }

  @ParameterizedTest
  @CsvSource({
    "write, cardshop.facts,    w-1.task-step,   true",
    "write, cardshop.requests, w-1.claim,       true",
    "write, cardshop.facts,    w-2.task-step,   false",
    "write, cardshop.facts,    w-1,             false",
    "write, cardshop.facts,    w-1.,            false",
    "write, cardshop.facts,    w-1.a.b,         false",
    "read,  cardshop.facts,    w-1.task-step,   false",
    "write, cardshop.commands, w-1.cancel,      false",
  })
  void aWorkerSpeaksInItsOwnNameOnly(String verb, String exchange, String key, boolean expected) {
    assertEquals(
        expected, of(Role.WRITER).mayRoute(Verb.fromWire(verb).orElseThrow(), exchange, key));
  }

  @ParameterizedTest
  @CsvSource({
    "writer, cardshop, true",
    "creator, cardshop, true",
    "writer, /, false",
    "manager, cardshop, false",
    "operator, cardshop, false"
  })
  void onlyWorkersEnter(String role, String host, boolean expected) {
    assertEquals(expected, of(Role.fromWire(role).orElseThrow()).mayEnter(host));
  }
}

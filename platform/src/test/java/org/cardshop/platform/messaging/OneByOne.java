package org.cardshop.platform.messaging;

import java.util.ArrayList;
import java.util.List;

/// Answers each request by itself, unread.
public record OneByOne(One one) implements Answerer<OneByOne.Question> {
  @FunctionalInterface
  public interface One {
    byte[] answer(String worker, String verb, byte[] body) throws Exception;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Question(String worker, String verb, byte[] body) {}

  @Override
  public Question read(String worker, String verb, byte[] body) {
    return new Question(worker, verb, body);
  }

  @Override
  public List<byte[]> answer(List<Question> requests) throws Exception {
    var answers = new ArrayList<byte[]>();
    for (var r : requests) {
      answers.add(one.answer(r.worker(), r.verb(), r.body()));
    }
    return answers;
  }
}

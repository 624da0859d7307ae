package org.cardshop.manager.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.scheduler.SchedulerException;

/// What was typed into a form and what is wrong with it, by the names of its fields.
///
/// @param problems those under the empty name are of the form as a whole
public record Form(Map<String, List<String>> typed, Map<String, List<String>> problems) {
  public static final Form EMPTY = new Form(Map.of(), Map.of());

  public Form {
    typed = new LinkedHashMap<>(typed);
    problems = new LinkedHashMap<>(problems);
  }

  /// A form as it is shown at first.
  public static Form of(Map<String, String> values) {
    var typed = new LinkedHashMap<String, List<String>>();
    values.forEach((name, value) -> typed.put(name, List.of(value)));
    return new Form(typed, Map.of());
  }

  /// What the scheduler did not like, at the field where it is known which.
  public Form refused(SchedulerException e) {
    var form = e.fields().isEmpty() ? with("", e.sentence()) : this;
    for (var problem : e.fields()) {
      form = form.at(problem.field(), problem.sentence());
    }
    return form;
  }

  public Form with(String field, String problem) {
    var more = new LinkedHashMap<>(problems);
    var sentences = new ArrayList<>(more.getOrDefault(field, List.of()));
    sentences.add(problem);
    more.put(field, List.copyOf(sentences));
    return new Form(typed, more);
  }

  /// What is wrong in a part of a field, as in `config.base`, stands at the field and says where.
  private Form at(String field, String sentence) {
    int dot = field.indexOf('.');
    var whole = dot < 0 ? "" : field.substring(0, dot);
    if (field.isEmpty() || typed.containsKey(field)) {
      return with(field, sentence);
    }
    return typed.containsKey(whole)
        ? with(whole, field.substring(dot + 1) + ": " + sentence)
        : with("", field + ": " + sentence);
  }

  /// What was typed into the field; empty when nothing was.
  public String typed(String field) {
    return typed.getOrDefault(field, List.of()).stream().findFirst().orElse("");
  }

  /// Whether that one of several was chosen.
  public boolean isChosen(String field, String value) {
    return typed.getOrDefault(field, List.of()).contains(value);
  }

  public List<String> problems(String field) {
    return problems.getOrDefault(field, List.of());
  }

  public boolean isGood() {
    return problems.isEmpty();
  }
}

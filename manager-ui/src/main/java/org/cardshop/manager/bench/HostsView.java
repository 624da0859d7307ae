package org.cardshop.manager.bench;

import java.util.List;
import java.util.Optional;
import org.cardshop.manager.web.Pages;

/// Which hosts there are to look at.
///
/// @param known whether the one that was asked for is there, or none was asked for
public record HostsView(List<Choice> choices, boolean known) {
  static final String TILE = "hosts";

  /// A host that can be looked at.
  ///
  /// @param waiting slots that wait for somebody's hands
  public record Choice(String name, boolean isOnline, long waiting, boolean isChosen) {
    /// Where its slots are shown.
    public String link() {
      return "/bench?host=" + Pages.encoded(name);
    }
  }

  public HostsView {
    choices = List.copyOf(choices);
  }

  static HostsView of(BenchView view) {
    var chosen = view.chosen().map(BenchView.Host::name);
    return new HostsView(
        view.hosts().stream()
            .map(h ->
                new Choice(
                    h.name(), h.isOnline(), h.waiting(), chosen.equals(Optional.of(h.name()))))
            .toList(),
        chosen.isPresent() || view.hosts().isEmpty());
  }
}

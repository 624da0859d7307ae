package org.cardshop.manager.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What lies in a parcel that is being packed.
///
/// @param packed codes of its cards, as they were scanned
public record Packing(Parcel parcel, List<CardCode> packed) {
  /// What a scan was.
  public enum Verdict {
    GOOD,
    NO_CARD,
    WRONG_ORDER,
    NOT_VERIFIED,
    TWICE;

    public boolean isGood() {
      return this == GOOD;
    }
  }

  /// @param packing with the card, when it was good
  public record Scanned(Packing packing, Verdict verdict, Optional<CardCode> code) {}

  public Packing {
    packed = List.copyOf(packed);
  }

  /// Takes up what the page kept. Whoever made it up gains nothing: only verified cards of this
  /// parcel count, and each once.
  ///
  /// @param kept codes with blanks between them
  static Packing of(Parcel parcel, String kept) {
    var packing = new Packing(parcel, List.of());
    for (var code : kept.split("\\s+", -1)) {
      packing = packing.scan(code).packing();
    }
    return packing;
  }

  Scanned scan(String text) {
    var code = CardCode.read(text);
    var verdict = code.map(this::judge).orElse(Verdict.NO_CARD);
    return new Scanned(verdict.isGood() ? with(code.orElseThrow()) : this, verdict, code);
  }

  /// For the page to keep.
  public String kept() {
    return String.join(" ", packed.stream().map(CardCode::text).toList());
  }

  /// Whether every card that was ordered lies in the parcel.
  public boolean isWhole() {
    return parcel.isWhole() && packed.size() == parcel.cards().size();
  }

  private Verdict judge(CardCode code) {
    if (!code.order().equals(parcel.order())) {
      return Verdict.WRONG_ORDER;
    }
    if (parcel.cards().stream().noneMatch(card -> card.code().equals(code))) {
      return Verdict.NOT_VERIFIED;
    }
    return packed.contains(code) ? Verdict.TWICE : Verdict.GOOD;
  }

  private Packing with(CardCode code) {
    var more = new ArrayList<>(packed);
    more.add(code);
    return new Packing(parcel, more);
  }
}

package org.cardshop.benchmark;

import java.util.List;

/// Names of schools and people, made of words that many of them share.
final class Names {
  private static final List<String> KINDS =
      List.of("École", "Lycée", "Collège", "Library", "Centre", "Hospital", "Academy", "Mission");
  private static final List<String> HONOURS =
      List.of("Saint-Paul", "Amina", "Unity", "Mandela", "Lumière", "Baobab", "Sankara", "Hope");
  private static final List<String> TOWNS =
      List.of(
          "Dakar",
          "Bamako",
          "Kigali",
          "Niamey",
          "Lomé",
          "Cotonou",
          "Abidjan",
          "Conakry",
          "Praia",
          "Kinshasa",
          "Goma",
          "Bangui",
          "Douala",
          "Nairobi",
          "Kampala",
          "Lusaka",
          "Gaborone",
          "Maputo",
          "Mombasa",
          "Accra");
  private static final List<String> GIVEN =
      List.of("Awa", "Moussa", "Fatou", "Ibrahim", "Grace", "Jean", "Marie", "Kofi", "Zara", "Ali");
  private static final List<String> FAMILY =
      List.of("Diop", "Traoré", "Uwase", "Mensah", "Diallo", "Okoye", "Kamau", "Ndiaye", "Sow");

  private Names() {}

  static String client(int number) {
    return "%s %s %s %d"
        .formatted(of(KINDS, number), of(HONOURS, number / 8), of(TOWNS, number / 64), number);
  }

  static String person(int number) {
    return of(GIVEN, number) + " " + of(FAMILY, number / 10);
  }

  static String town(int number) {
    return of(TOWNS, number);
  }

  static String kind(int number) {
    return of(KINDS, number);
  }

  private static String of(List<String> words, int number) {
    return words.get(number % words.size());
  }
}

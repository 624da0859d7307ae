import unittest

from bench.rounds import phases


class PhasesTest(unittest.TestCase):
    LINES = [
        (0.5, '{"event":"phase","target":"/dev/a","phase":"writing","at":"x"}'),
        (0.6, "no JSON at all"),
        (0.7, '{"event":"progress","target":"/dev/a","bytes":1}'),
        (2.0, '{"event":"phase","target":"/dev/a","phase":"verifying","at":"x"}'),
        (3.0, '{"event":"phase","target":"/dev/a","phase":"done","at":"x"}'),
    ]

    def test_writing_ends_with_the_first_phase_after_it(self):
        self.assertEqual([2.0], phases(self.LINES, ["a card"]))

    def test_a_card_without_events_leaves_all_unknown(self):
        self.assertEqual([], phases(self.LINES, ["a card", "another"]))
        self.assertEqual([], phases([], ["a card"]))


if __name__ == "__main__":
    unittest.main()

import unittest

from bench.results import Result, Results, verdict


def results(*runs):
    made = Results("test", "about")
    for case, seconds, more in runs:
        made.add(Result(case, 1, seconds, **more))
    return made


class ResultsTest(unittest.TestCase):
    def test_a_ratio_says_how_many_times_longer_the_other_takes(self):
        made = results(("a", 2.0, {}), ("a", 4.0, {}), ("a", 3.0, {}), ("b", 9.0, {}))
        self.assertEqual(3.0, made.median("a"))
        self.assertEqual(3.0, made.ratio("a", "b"))

    def test_a_bad_run_does_not_count(self):
        made = results(("a", 1.0, {"good": False}), ("a", 5.0, {}))
        self.assertEqual(5.0, made.median("a"))
        self.assertIsNone(results(("a", 1.0, {"good": False})).median("a"))

    def test_disturbed_runs_count_only_when_most_were(self):
        self.assertEqual(1.0, results(("a", 1.0, {}), ("a", 9.0, {"others": 1.0})).median("a"))
        self.assertEqual(
            8.0, results(("a", 1.0, {}), ("a", 8.0, {"others": 1.0}), ("a", 9.0, {"others": 1.0})).median("a"))

    def test_only_our_own_bad_runs_make_the_results_unsound(self):
        self.assertTrue(results(("peer", 1.0, {"good": False, "ours": False})).is_sound())
        self.assertFalse(results(("cardshop", 1.0, {"good": False})).is_sound())

    def test_what_was_not_measured_is_neither_met_nor_missed(self):
        self.assertEqual("not measured", verdict(None, "<=", 1))
        self.assertEqual("yes", verdict(1.03, "<=", 1.03))
        self.assertEqual("no", verdict(2.39, ">=", 2.4))

    def test_a_value_just_beyond_its_bound_does_not_look_like_the_bound(self):
        made = results(("a", 1.0, {}))
        made.goal("ratio", 1.034, "<=", 1.03)
        self.assertIn("| 1.034 | no |", made.markdown({"cores": 2, "architecture": "x", "memory_gib": 1, "kernel": "6.1"}, None))


if __name__ == "__main__":
    unittest.main()

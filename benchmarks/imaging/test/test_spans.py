import unittest

from bench.spans import merged, minus, pieces, total, whole_blocks


class SpansTest(unittest.TestCase):
    def test_touching_and_overlapping_spans_are_joined(self):
        self.assertEqual([(0, 30), (40, 5)], merged([(40, 5), (10, 10), (0, 10), (15, 15), (50, 0)]))

    def test_what_is_cut_out_of_a_span_is_gone_and_the_rest_is_left(self):
        self.assertEqual([(0, 5), (8, 2), (20, 5)], minus([(0, 10), (20, 10)], [(5, 3), (25, 100)]))
        self.assertEqual([], minus([(5, 5)], [(0, 100)]))
        self.assertEqual([(5, 5)], minus([(5, 5)], [(0, 5), (10, 5)]))

    def test_a_cut_reaches_over_several_spans(self):
        self.assertEqual([(0, 5), (25, 5)], minus([(0, 10), (15, 5), (20, 10)], [(5, 20)]))

    def test_only_whole_blocks_count(self):
        self.assertEqual([(4096, 8192)], whole_blocks([(1, 12288)]))
        self.assertEqual([], whole_blocks([(1, 4096)]))

    def test_pieces_are_cut_at_multiples_and_hold_the_same_bytes(self):
        cut = pieces([(3, 10), (20, 4)], 8)
        self.assertEqual([(3, 5), (8, 5), (20, 4)], cut)
        self.assertEqual(14, total(cut))


if __name__ == "__main__":
    unittest.main()

//! Which withheld cells could be another while every sum stays true: the moves that change no sum.
//!
//! A cell that no move changes follows from what is told. Numbers are taken modulo a prime, as in [`super::attacker`]: what
//! follows in whole numbers follows there too.

use std::collections::BTreeSet;

use super::attacker::{Attacker, PRIME, Terms, inverse, once, times};

/// The moves of some cells; all others are combinations of them.
#[derive(Clone)]
pub(super) struct Kernel {
    cells: Vec<usize>,
    /// By how much each move changes each cell.
    moves: Vec<Vec<u64>>,
}

impl Kernel {
    /// The moves that leave some sums as they are. All that is in them are numbers of `cells`.
    pub fn new(sums: impl Iterator<Item = Terms>, cells: &BTreeSet<usize>) -> Self {
        let cells: Vec<usize> = cells.iter().copied().collect();
        let mut known = Attacker::default();
        for sum in sums {
            known.learn(sum, 0);
        }
        let number = |at: usize| u32::try_from(cells[at]).expect("cells are fewer than that");
        let left: Vec<Terms> = (0..cells.len()).map(|at| known.left(vec![(number(at), 1)])).collect();
        // What is left of a cell is a sum of cells that can be what they like.
        let like: BTreeSet<u32> = left.iter().flatten().map(|(cell, _)| *cell).collect();
        let like: Vec<u32> = like.into_iter().collect();
        let mut moves = vec![vec![0; cells.len()]; like.len()];
        for (at, left) in left.iter().enumerate() {
            for (cell, factor) in left {
                let move_of = like.binary_search(cell).expect("it is one of them");
                moves[move_of][at] = *factor;
            }
        }
        Self { cells, moves }
    }

    /// The cells that no move changes.
    pub fn fixed(&self) -> BTreeSet<usize> {
        let is_fixed = |at: &usize| self.moves.iter().all(|by| by[*at] == 0);
        (0..self.cells.len()).filter(is_fixed).map(|at| self.cells[at]).collect()
    }

    /// The moves that leave one more cell as it is.
    pub fn keep(&mut self, cell: usize) {
        let Ok(at) = self.cells.binary_search(&cell) else { return };
        self.cells.remove(at);
        if let Some(one) = self.moves.iter().position(|by| by[at] != 0) {
            let gone = self.moves.swap_remove(one);
            let undone = inverse(gone[at]);
            for by in self.moves.iter_mut().filter(|by| by[at] != 0) {
                let factor = PRIME - times(by[at], undone);
                for (into, value) in by.iter_mut().zip(&gone).filter(|(_, value)| **value != 0) {
                    *into = once(*into + times(*value, factor));
                }
            }
        }
        for by in &mut self.moves {
            by.remove(at);
        }
    }
}

"""A layer or table whose features are records of a register; where they lie does not matter."""

from __future__ import annotations

from grid_manager_plugin.layers.pieces import FeaturePiece, PieceReader


class RecordLayer(PieceReader[FeaturePiece]):
    """The records, as they are."""

    with_geometry = False

    def made_of(self, piece: FeaturePiece) -> FeaturePiece:
        """Return the piece itself."""
        return piece

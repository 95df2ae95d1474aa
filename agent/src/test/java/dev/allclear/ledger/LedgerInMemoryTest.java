package dev.allclear.ledger;

class LedgerInMemoryTest extends BeatsContract {
    @Override
    Ledger open() {
        return Ledger.inMemory();
    }
}

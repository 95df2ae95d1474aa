package dev.allclear.ledger;

class LedgerInMemoryTest extends OutboxContract {
    @Override
    Ledger open() {
        return Ledger.inMemory();
    }
}

-- answer_sender: names the sender that the transaction answers: no row of another is there for it.
SELECT set_config('caseway.sender', $1::BIGINT::TEXT, true)

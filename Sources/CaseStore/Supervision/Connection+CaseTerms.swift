/// How a case's terms lie in the tables.
extension Connection {
    /// The terms of a case, locked until the transaction ends.
    borrowing func lockTerms(of id: CaseID) throws(StoreError) -> CaseTerms {
        try execute("SELECT FROM cases WHERE case_id = $1 FOR UPDATE", [.int32(id.number)])
        let rows = try execute("SELECT \(CaseTerms.columns) FROM cases WHERE case_id = $1", [.int32(id.number)])
        guard var row = rows.first else { throw StoreError(.notFound, cause: "the store holds no such case") }
        return try CaseTerms(reading: &row)
    }

    borrowing func save(_ terms: CaseTerms, of id: CaseID) throws(StoreError) {
        try execute(
            """
            UPDATE cases SET title = $2, risk = $3::risk_grade, risk_reason = $4, due_on = $5::date WHERE case_id = $1
            """,
            [
                .int32(id.number), .text(terms.title), .text(terms.risk.rawValue), .text(terms.reason),
                .text(terms.due?.description),
            ])
        let people: [Parameter] = [.int32(id.number), .texts(terms.assigned.sorted())]
        try execute("DELETE FROM case_members WHERE case_id = $1 AND name <> ALL ($2)", people)
        try execute(
            "INSERT INTO case_members (case_id, name) SELECT $1, name FROM unnest($2) AS of (name) ON CONFLICT DO NOTHING",
            people)
    }
}

extension CaseTerms {
    /// Of the table `cases`.
    static let columns = """
        cases.title, cases.risk::text, cases.risk_reason, to_char(cases.due_on, 'YYYY-MM-DD'),
        (SELECT array_agg(name ORDER BY name COLLATE "C") FROM case_members
            WHERE case_members.case_id = cases.case_id)
        """

    /// Reads `columns`.
    init(reading row: inout Row) throws(StoreError) {
        title = try row.next()
        let grade: String = try row.next()
        guard let risk = RiskGrade(rawValue: grade) else {
            throw StoreError(.schemaNewer, cause: "the store holds a case of \(grade) risk")
        }
        self.risk = risk
        reason = try row.next()
        due = try row.next(String?.self).flatMap(Day.init)
        // An array of texts looks like one of byte strings.
        assigned = Set((try row.next(ByteStrings?.self)?.values ?? []).map { String(decoding: $0, as: UTF8.self) })
    }
}

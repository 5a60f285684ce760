//! The calls for Citus in docs/OPERATIONS.md, as far as they can be tried without it: the rules
//! that Citus has for distributed tables hold for the schema as the calls leave it.

use std::collections::{BTreeMap, BTreeSet};

use crate::Postgres;

const PAGE: &str = include_str!("../../../../docs/OPERATIONS.md");
/// Stay tables of the coordinator.
const LOCAL: [&str; 2] = ["mohar_schema", "messages"];

/// The statements of the page's chapter, without comments.
fn statements() -> Vec<String> {
    let chapter = PAGE.split("### Citus").nth(1).unwrap();
    let block = chapter.split("```sql").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    let lines = block.lines().filter(|line| !line.starts_with("--"));
    let text = lines.collect::<Vec<_>>().join(" ");
    text.split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The quoted words of a call.
fn quoted(statement: &str) -> Vec<&str> {
    statement.split('\'').skip(1).step_by(2).collect()
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().map(|line| line.split('|').collect())
}

#[tokio::test]
async fn the_schema_can_be_distributed_as_the_page_says() {
    let engine = Postgres::fresh().await;
    let (mut whole, mut distributed) = (BTreeSet::new(), BTreeMap::new());
    let (statements, mut moved) = (statements(), Vec::new());
    for statement in &statements {
        if statement.contains("create_reference_table") {
            moved.push(quoted(statement)[0]);
            whole.insert(quoted(statement)[0]);
        } else if statement.contains("create_distributed_table") {
            moved.push(quoted(statement)[0]);
            distributed.insert(quoted(statement)[0], quoted(statement)[1]);
        } else {
            engine.hand(statement);
        }
        if moved.len() == 1 {
            // While tables move, none refers to another.
            let references = engine.hand("SELECT count(*) FROM pg_constraint WHERE contype = 'f'");
            assert_eq!(references, "0");
        }
    }
    let tables = engine.hand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    let tables: BTreeSet<&str> = tables
        .lines()
        .filter(|table| !LOCAL.contains(table))
        .collect();
    assert_eq!(moved.iter().copied().collect::<BTreeSet<_>>(), tables);
    assert_eq!(moved.len(), tables.len(), "none is moved twice");

    let unique = engine.hand(
        "SELECT i.indrelid::regclass, i.indexrelid::regclass, a.attname
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
         CROSS JOIN LATERAL (SELECT string_agg(a.attname, ',') AS attname FROM pg_attribute a
            WHERE a.attrelid = i.indexrelid AND a.attnum <= i.indnkeyatts) a
         WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace",
    );
    let mut seen = 0;
    for row in lines(&unique) {
        if let Some(column) = distributed.get(row[0]) {
            assert!(row[2].split(',').any(|part| part == *column), "{row:?}");
            seen += 1;
        }
    }
    assert!(seen >= distributed.len(), "{unique}");

    let references = engine.hand(
        "SELECT conrelid::regclass, confrelid::regclass, pg_get_constraintdef(oid)
         FROM pg_constraint WHERE contype = 'f'",
    );
    assert_eq!(references.lines().count(), 8);
    for row in lines(&references) {
        let (from, to) = (row[0], row[1]);
        let side_by_side = distributed.get(from) == distributed.get(to)
            && row[2].contains(distributed.get(from).copied().unwrap_or("?"));
        assert!(whole.contains(to) || side_by_side, "{row:?}");
    }

    // Numbers that Citus gives out itself have to be wide.
    let narrow = engine.hand(
        "SELECT attrelid::regclass FROM pg_attribute
         WHERE attidentity <> '' AND atttypid <> 'bigint'::regtype",
    );
    assert_eq!(narrow, "");
}

//! All the keys that a file leaves out, by the schema of what it should hold: the reader tells of the first alone.

use serde_json::Value;

use super::node::{Content, Node};

/// The mappings of a file in which keys are missing, each with a key that is, in the order of the file.
pub fn absent<'n>(schema: &Value, tree: &'n Node) -> Vec<(&'n Node, String)> {
    let mut found = Vec::new();
    walk(schema, schema, tree, &mut found);
    found
}

fn walk<'n>(root: &Value, schema: &Value, node: &'n Node, found: &mut Vec<(&'n Node, String)>) {
    let schema = resolved(root, schema);
    match &node.content {
        Content::Mapping(entries) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            found.extend(required.filter(|key| node.entry(key).is_none()).map(|key| (node, key.to_owned())));
            for (key, value) in entries {
                let known = key.text().and_then(|key| schema["properties"].get(key));
                walk(root, known.unwrap_or(&schema["additionalProperties"]), value, found);
            }
        }
        Content::Sequence(items) => items.iter().for_each(|item| walk(root, &schema["items"], item, found)),
        Content::Scalar(_) | Content::Alias => {}
    }
}

/// What a schema refers to; of several ways to write a value the one with keys, where there is one.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let at = root.pointer(reference.trim_start_matches('#'));
        return at.map_or(schema, |referred| resolved(root, referred));
    }
    let ways = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|way| schema[way].as_array()).flatten();
    let mut with_parts = ways
        .map(|way| resolved(root, way))
        .filter(|way| ["properties", "items", "additionalProperties"].into_iter().any(|part| way[part].is_object()));
    with_parts.next().filter(|_| with_parts.next().is_none()).unwrap_or(schema)
}

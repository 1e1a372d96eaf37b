//! Attachments: whether the size is that of the data.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Step, Walker};
use crate::read::Finding;

impl<'a> Walker<'a> {
    /// Checks that an Attachment's size is that of its data
    /// (<http://hl7.org/fhir/R4/datatypes.html#Attachment>).
    pub(super) fn attachment(&mut self, value: &'a Value) {
        let (Some(data), Some(size)) = (value["data"].as_str(), value["size"].as_u64()) else {
            return;
        };
        let digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
        if data.bytes().filter(digit).count() as u64 * 3 / 4 != size {
            let message = "The size of the attachment is not that of its data. Correct it or leave it out: it counts the bytes before they are written as base64.";
            let finding = Finding::error("attachment-size", IssueCode::Value, message);
            self.way.push(Step::Key("size"));
            self.add(finding);
            self.way.pop();
        }
    }
}

import type { Part, RecordPart } from "../dns/document.ts";
import type { Block } from "../zone/block.ts";

/** Whether a part is a block of a zone file, whose records are rows of columns. */
export function isBlock(part: Part): part is Block {
  return "columns" in part;
}

/** Whether a part holds its records ready made. */
export function isRecordPart(part: Part): part is RecordPart {
  return "records" in part;
}

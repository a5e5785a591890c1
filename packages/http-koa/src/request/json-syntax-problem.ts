import { printParseErrorCode, visit } from 'jsonc-parser';

/** What is missing or wrong, by the names of `jsonc-parser`. None of them quotes the text: there may be a password in it. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'what stands there is no value, and no name in double quotes',
  UnexpectedEndOfNumber: 'the number is not complete',
  PropertyNameExpected: 'a member is missing: its name in double quotes, or there is a comma too many',
  ValueExpected: 'a value is missing, or there is a comma too many',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is something behind the end of the value',
  InvalidCommentToken: 'there is a comment, which JSON does not have',
  UnexpectedEndOfString: 'the string does not end on its line',
  InvalidUnicode: 'an escape in the string is not complete',
  InvalidEscapeCharacter: 'there is no such escape in a string',
  InvalidCharacter: 'a control character in a string must be escaped',
};

/** What is wrong with a text that `JSON.parse` does not take, and where. It must not nest deeply. */
export function jsonSyntaxProblem(text: string): string {
  if (text.trim() === '') return 'must be JSON, and it is empty.';
  let first: string | null = null;
  visit(
    text,
    {
      onError(code, _offset, _length, line, character) {
        const words = WORDS[printParseErrorCode(code)] ?? 'this cannot be read';
        first ??= `must be JSON: at line ${line + 1}, column ${character + 1}, ${words}.`;
      },
    },
    { disallowComments: true },
  );
  return first ?? 'must be JSON.';
}

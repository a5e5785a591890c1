import { printParseErrorCode, visit } from 'jsonc-parser';

/** Explanations by the error names of `jsonc-parser`. None of them quotes the text, which may contain a password. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'there is neither a value nor a name in double quotes',
  UnexpectedEndOfNumber: 'the number is incomplete',
  PropertyNameExpected: 'a name in double quotes is missing, or there is a comma too many',
  ValueExpected: 'a value is missing, or there is a comma too many',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'there is more text after the end of the value',
  InvalidCommentToken: 'there is a comment, which JSON does not have',
  UnexpectedEndOfString: 'the string is not closed on its line',
  InvalidUnicode: 'an escape in the string is incomplete',
  InvalidEscapeCharacter: 'the string contains an unknown escape',
  InvalidCharacter: 'a control character in a string must be escaped',
};

/** Says why `JSON.parse` refuses a text, and at which position. The text must not nest deeply. */
export function jsonSyntaxProblem(text: string): string {
  if (text.trim() === '') return 'must be JSON, but it is empty.';
  let first: string | null = null;
  visit(
    text,
    {
      onError(code, _offset, _length, line, character) {
        const words = WORDS[printParseErrorCode(code)] ?? 'the text cannot be read';
        first ??= `must be JSON: at line ${line + 1}, column ${character + 1}, ${words}.`;
      },
    },
    { disallowComments: true },
  );
  return first ?? 'must be JSON.';
}

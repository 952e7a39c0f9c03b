import ts from 'typescript';

/** A table that a source file names, and the line on which it does. */
export interface NamedTable {
  table: string;
  line: number;
  /** The version of the migration whose SQL names it. */
  migration?: number;
}

interface File {
  path: string;
  text: string;
}

/** Words after which tables follow. */
const OPENS = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN', 'INTO', 'UPDATE', 'TABLE', 'USING', 'REFERENCES']);
/** Words that end a list of tables. */
const ENDS = new Set(
  'SELECT WHERE GROUP ORDER HAVING LIMIT SET UNION EXCEPT INTERSECT VALUES VALUE WINDOW RETURNING FOR PROCEDURE'.split(
    ' ',
  ),
);
/** Words that may stand between an opening word and its table. */
const SKIPPED = new Set('LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK IGNORE LATERAL IF NOT EXISTS ONLY TABLE'.split(' '));
/** `FOR UPDATE`, `ON DUPLICATE KEY UPDATE`, `ON UPDATE CASCADE`, `IS DISTINCT FROM` name no table. */
const NO_UPDATE_AFTER = new Set(['FOR', 'KEY', 'ON']);
const STATEMENT =
  /\bselect\b[\s\S]+\bfrom\b|\binsert\s+(?:ignore\s+)?into\b|\breplace\s+into\b|\bupdate\s+[\w`.]+\s+(?:\w+\s+)?set\b|\bdelete\s+from\b/i;

type Token = { kind: 'word' | 'hole' | 'mark'; text: string; at: number };
/** What stands for the interpolation `${…}` number n; no SQL and no source holds this character. */
const HOLE = '\u0001';

/** Splits SQL into words, marks and interpolations. Comments and quoted values are left out. */
function tokens(sql: string): Token[] {
  const pattern = new RegExp(
    String.raw`(--[^\n]*|#[^\n]*|/\*[\s\S]*?\*/|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(${HOLE}\d+${HOLE})|` +
      String.raw`(\x60[^\x60]+\x60|[A-Za-z_][\w$]*)|([(),.;])|(\S)`,
    'g',
  );
  const found: Token[] = [];
  for (const match of sql.matchAll(pattern)) {
    const [, skipped, hole, word, mark, other] = match;
    if (skipped !== undefined) continue;
    const kind = hole ? 'hole' : word ? 'word' : 'mark';
    found.push({
      kind,
      text: (hole ?? word ?? mark ?? other)!.replaceAll('`', '').replaceAll(HOLE, ''),
      at: match.index,
    });
  }
  return found;
}

/** Calls `onName` for each name, and `onHole` for each interpolation, that stands where SQL expects a table. */
function readSql(
  sql: string,
  onName: (name: string, at: number) => void,
  onHole: (hole: number, at: number) => void,
): void {
  const isStatement = STATEMENT.test(sql);
  const list = tokens(sql);
  const wordAt = (index: number): string => {
    const token = list[index];
    if (token?.kind !== 'word') return token?.text ?? '';
    return isStatement ? token.text.toUpperCase() : token.text;
  };
  /** One entry for each open bracket: whether tables are listed there, and whether one must come next. */
  const levels = [{ listed: false, next: false }];
  for (let index = 0; index < list.length; index += 1) {
    const token = list[index]!;
    const level = levels.at(-1)!;
    const word = wordAt(index);
    if (word === '(') {
      levels.push({ listed: level.next, next: level.next });
      level.next = false;
    } else if (word === ')') {
      if (levels.length > 1) levels.pop();
    } else if (word === ',') {
      if (level.listed) level.next = true;
      else if (isAliased(list, index + 1, wordAt)) onName(list[index + 1]!.text.toLowerCase(), list[index + 1]!.at);
    } else if (word === ';') levels.splice(0, levels.length, { listed: false, next: false });
    else if (token.kind === 'word' && ENDS.has(word)) Object.assign(level, { listed: false, next: false });
    else if (token.kind === 'word' && OPENS.has(word) && !(word === 'UPDATE' && NO_UPDATE_AFTER.has(wordAt(index - 1))))
      Object.assign(level, { listed: true, next: true });
    else if (level.next && token.kind !== 'mark' && !SKIPPED.has(word)) {
      level.next = false;
      // `database.table`
      const named = wordAt(index + 1) === '.' ? list[(index += 2)] : token;
      if (named?.kind === 'word') onName(named.text.toLowerCase(), named.at);
      else if (named?.kind === 'hole') onHole(Number(named.text), named.at);
    }
  }
  // `DELETE a, b FROM …` and fragments that begin with their table: `wish w JOIN …`.
  if (isAliased(list, 0, wordAt)) onName(list[0]!.text.toLowerCase(), list[0]!.at);
}

const AFTER_ALIAS = /^(?:,|JOIN|LEFT|RIGHT|INNER|CROSS|NATURAL|STRAIGHT_JOIN|WHERE|ON|USING)?$/;
/** Whether a name with a short alias stands here, as tables are listed: `wish w`, `wish AS w`. */
function isAliased(list: Token[], index: number, wordAt: (index: number) => string): boolean {
  if (list[index]?.kind !== 'word') return false;
  const alias = wordAt(index + 1).toUpperCase() === 'AS' ? index + 2 : index + 1;
  return list[alias]?.kind === 'word' && /^[a-z]\w{0,2}$/.test(list[alias].text) && AFTER_ALIAS.test(wordAt(alias + 1));
}

type Text = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression | ts.BinaryExpression;

const isPlain = (node: ts.Node): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
const isSum = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** The text that a literal, a template or a sum of them makes. `holes`: the interpolated expressions; `starts`: where parts
 *  of the text begin in the source. */
interface Made {
  sql: string;
  holes: ts.Expression[];
  starts: [at: number, position: number][];
}

function textOf(node: ts.Expression, made: Made = { sql: '', holes: [], starts: [] }): Made {
  const add = (text: string, position: number): void => {
    made.starts.push([made.sql.length, position]);
    made.sql += text;
  };
  const addHole = (hole: ts.Expression): void => {
    made.sql += `${HOLE}${made.holes.push(hole) - 1}${HOLE}`;
  };
  if (isPlain(node)) add(node.text, node.getStart() + 1);
  else if (ts.isTemplateExpression(node)) {
    add(node.head.text, node.head.getStart() + 1);
    for (const { expression, literal } of node.templateSpans) {
      addHole(expression);
      add(literal.text, literal.getStart() + 1);
    }
  } else if (isSum(node)) {
    textOf(node.left, made);
    textOf(node.right, made);
  } else addHole(node);
  return made;
}

const lastName = (node: ts.Identifier | ts.PropertyAccessExpression): string =>
  ts.isIdentifier(node) ? node.text : node.name.text;

const nameOfFunction = (node: ts.Node): string | undefined => {
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text;
  if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name) return node.name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return parent.name.getText();
  return undefined;
};

/** Reads which of `tables` the files name in SQL: in literals, templates and sums of them, wherever SQL expects a table; and
 *  in values that reach such a place through a constant, a parameter, a property or a loop. Comments do not count. */
export function namedTables(files: readonly File[], tables: ReadonlySet<string>): Map<string, NamedTable[]> {
  const parsed = files.map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  const found = new Map<string, NamedTable[]>(files.map(({ path }) => [path, []]));
  /** Where tables are passed by name: parameters as `function:position`, and properties. */
  const parameters = new Set<string>(['declarePersonalData:0', 'keyed:0', 'withKey:0']);
  const properties = new Set<string>();
  const constants = new Map<string, ts.Expression[]>();
  const seen = new Set<string>();

  const note = (node: ts.Node, position: number, table: string): void => {
    const source = node.getSourceFile();
    if (!tables.has(table) || seen.has(`${source.fileName}:${position}:${table}`)) return;
    seen.add(`${source.fileName}:${position}:${table}`);
    const line = source.getLineAndCharacterOfPosition(position).line + 1;
    found.get(source.fileName)!.push({ table, line, ...migrationOf(node) });
  };

  const followed = new Set<ts.Node>();
  /** Notes the tables that an expression gives as its value; follows names to where their values come from. */
  const noteValue = (node: ts.Expression, isPassedOn = false): void => {
    // Many functions share a name: what is passed on counts only under a name that says so.
    if (
      isPassedOn &&
      (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) &&
      !/[tT]able|^[A-Z_]+$/.test(lastName(node))
    )
      return;
    if (followed.has(node)) return;
    followed.add(node);
    if (isPlain(node)) note(node, node.getStart(), node.text);
    else if (ts.isTemplateExpression(node) || isSum(node)) read(node);
    else if (ts.isConditionalExpression(node))
      for (const one of [node.whenTrue, node.whenFalse]) noteValue(one, isPassedOn);
    else if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isSatisfiesExpression(node)
    )
      noteValue(node.expression, isPassedOn);
    else if (ts.isBinaryExpression(node)) for (const one of [node.left, node.right]) noteValue(one, isPassedOn);
    else if (ts.isArrayLiteralExpression(node)) for (const one of node.elements) noteValue(one, isPassedOn);
    else if (ts.isSpreadElement(node)) noteValue(node.expression, isPassedOn);
    else if (ts.isObjectLiteralExpression(node))
      for (const one of node.properties) {
        if (one.name) note(one.name, one.name.getStart(), one.name.getText().replaceAll(/['"]/g, ''));
        if (ts.isPropertyAssignment(one) && isPlain(one.initializer)) noteValue(one.initializer, isPassedOn);
      }
    else if (ts.isPropertyAccessExpression(node)) properties.add(node.name.text);
    else if (ts.isElementAccessExpression(node)) noteValue(node.expression, isPassedOn);
    else if (ts.isCallExpression(node)) for (const one of node.arguments.filter(isPlain)) noteValue(one, isPassedOn);
    else if (ts.isIdentifier(node)) follow(node);
  };

  const follow = (name: ts.Identifier): void => {
    for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
      if (ts.isForOfStatement(scope) && scope.initializer.getText().match(new RegExp(`\\b${name.text}\\b`)))
        noteValue(scope.expression);
      if (!ts.isFunctionLike(scope)) continue;
      const index = scope.parameters.findIndex((one) => one.name.getText().match(new RegExp(`\\b${name.text}\\b`)));
      if (index < 0) continue;
      const parameter = scope.parameters[index]!.name;
      const called = nameOfFunction(scope);
      const call = scope.parent;
      if (ts.isObjectBindingPattern(parameter)) {
        const element = parameter.elements.find((one) => one.name.getText() === name.text);
        properties.add((element?.propertyName ?? element?.name)?.getText() ?? name.text);
      } else if (called) parameters.add(`${called}:${index}`);
      // `['a', 'b'].map((table) => …)`
      else if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression))
        noteValue(call.expression.expression);
      return;
    }
    const values = constants.get(name.text) ?? [];
    const here = values.filter((value) => value.getSourceFile() === name.getSourceFile());
    for (const value of here.length > 0 || !/^[A-Z_]+$/.test(name.text) ? here : values) noteValue(value);
  };

  const read = (node: Text): void => {
    const { sql, holes, starts } = textOf(node);
    const positionOf = (at: number): number => {
      const [begin, position] = starts.findLast(([start]) => start <= at) ?? [0, node.getStart()];
      return position + at - begin;
    };
    readSql(
      sql,
      (name, at) => note(node, positionOf(at), name),
      (hole) => noteValue(holes[hole]!),
    );
  };

  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  const values: (ts.PropertyAssignment | ts.PropertyDeclaration)[] = [];
  const injected: ts.ParameterDeclaration[] = [];
  const literals: Text[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      constants.set(node.name.text, [...(constants.get(node.name.text) ?? []), node.initializer]);
    else if (isSum(node) ? !isSum(node.parent) : isPlain(node) || ts.isTemplateExpression(node))
      literals.push(node as Text);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls.push(node);
    else if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) values.push(node);
    else if (ts.isParameter(node) && ts.isConstructorDeclaration(node.parent)) injected.push(node);
    ts.forEachChild(node, walk);
  };
  for (const source of parsed) walk(source);
  for (const literal of literals) read(literal);
  // What is passed on may be passed on again, until nothing new is found.
  for (let before = -1; before !== parameters.size + properties.size;) {
    before = parameters.size + properties.size;
    for (const { expression, arguments: given } of calls) {
      const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      if (ts.isIdentifier(callee))
        given?.forEach((value, index) => {
          if (parameters.has(`${callee.text}:${index}`)) noteValue(value, true);
        });
    }
    for (const { name, initializer } of values)
      if (initializer && properties.has(name.getText())) noteValue(initializer, true);
    for (const parameter of injected) {
      const called = properties.has(parameter.name.getText()) && nameOfFunction(parameter.parent);
      if (called) parameters.add(`${called}:${parameter.parent.parameters.indexOf(parameter)}`);
    }
  }
  return found;
}

/** The version of the migration whose `sql` a node is part of. */
export function migrationOf(node: ts.Node): { migration?: number } {
  for (let one: ts.Node = node; one.parent; one = one.parent) {
    if (!ts.isPropertyAssignment(one) || one.name.getText() !== 'sql' || !ts.isObjectLiteralExpression(one.parent))
      continue;
    const version = one.parent.properties.find((other) => other.name?.getText() === 'version');
    if (version && ts.isPropertyAssignment(version)) return { migration: Number(version.initializer.getText()) };
  }
  return {};
}

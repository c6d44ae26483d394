// The search engine: knows words, not the page it is used on. Built on lunr, which comes with mkdocs.

const CODE = /^([dklbt])[\s-]*(\d{1,2})$/;
const PREFIXES = ["memper", "diper", "meng", "meny", "mem", "men", "peng", "peny", "pem", "pen", "ber", "ter", "per", "me", "pe", "di", "ke", "se"];
const SUFFIXES = ["annya", "kannya", "inya", "kan", "nya", "lah", "kah", "in", "an", "i", "ku", "mu"];
// Spoken Indonesian drops the prefix and keeps the nasal: nolak → tolak, ngurus → urus, nyari → cari.
const NASALS = [["ng", ["", "k"]], ["ny", ["s", "c"]], ["n", ["t"]], ["m", ["p"]]];

export function engine(data, lunr) {
  const known = new Set();
  const shorts = new Map(); // a word without its vowels → the word
  const drop = new Set(data.drop);
  const english = !Object.keys(data.families).length;

  const phrases = Object.entries(data.words).filter(([from]) => from.includes(" "));

  function split(text) {
    const plain = text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/([a-z]{2,})2\b/g, "$1 $1") // tiba2
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .map((word) => data.words[word] ?? word)
      .join(" ");
    return phrases.reduce((all, [from, to]) => ` ${all} `.replaceAll(` ${from} `, ` ${to} `).trim(), plain).split(" ");
  }

  const single = (word) => word.replace(/([a-z])\1/g, "$1"); // double letters are what people mistype most
  const root = (word) => single(english ? lunr.stemmer(new lunr.Token(word)).toString() : data.families[word] ?? word);
  const words = (text) => split(text).map(root);

  function roots(word) {
    // What is left of a word without what people put before and behind a root.
    const heads = [word];
    for (const prefix of PREFIXES) if (word.startsWith(prefix)) heads.push(word.slice(prefix.length));
    for (const [nasal, starts] of NASALS) {
      for (const head of [...heads]) {
        if (head.startsWith(nasal)) for (const start of starts) heads.push(start + head.slice(nasal.length));
      }
    }
    return heads.flatMap((head) => [
      head,
      ...SUFFIXES.filter((suffix) => head.endsWith(suffix)).map((suffix) => head.slice(0, -suffix.length)),
    ]);
  }

  function guess(word) {
    if (english || known.has(word)) return word;
    if (!/[aiueo]/.test(word) && shorts.has(word)) return shorts.get(word); // krj, srt, dktr
    const base = roots(word).find((base) => base.length > 2 && (known.has(base) || known.has(root(base))));
    return base ? root(base) : word;
  }

  function remember(word) {
    known.add(word);
    const short = word.replace(/[aiueo]/g, "");
    if (short.length > 2 && !shorts.has(short)) shorts.set(short, word);
  }

  const entries = data.docs.map((doc) => ({
    title: words(doc.title).join(" "),
    said: words(doc.said.join(" ")).join(" "),
    text: words(doc.lines.join(" ")).join(" "),
  }));
  const index = lunr(function () {
    this.pipeline.reset();
    this.searchPipeline.reset();
    this.ref("number");
    this.field("title", { boost: 10 });
    this.field("said", { boost: 5 });
    this.field("text");
    this.b(0.3);
    entries.forEach((entry, number) => {
      for (const field of Object.values(entry)) for (const word of field.split(" ")) remember(word);
      this.add({ number, ...entry }, { boost: data.docs[number].boost });
    });
  });

  function find(query) {
    const code = CODE.exec(query.trim().toLowerCase());
    const exact = code ? data.docs.findIndex((doc) => doc.code === `${code[1]}${code[2]}`.toUpperCase()) : -1;
    const typed = split(query.slice(0, 200));
    const telling = typed.filter((word) => !drop.has(word));
    const terms = [...new Set((telling.length ? telling : typed).map(root).map(guess))].slice(0, 12);
    const found = index.query((q) => {
      terms.forEach((term, place) => {
        q.term(term, { boost: 10 });
        if (place === terms.length - 1 && term.length > 2) q.term(term, { wildcard: lunr.Query.wildcard.TRAILING, boost: 2 });
        if (!known.has(term)) {
          for (const near of new Set([term, ...(english ? [] : roots(term))])) {
            if (near.length > 3) q.term(near, { editDistance: near.length > 7 ? 2 : 1, boost: 4 });
          }
        }
      });
    });
    const scored = found.map(({ ref, score }) => ({ number: Number(ref), score: score * together(Number(ref), terms) }));
    scored.sort((one, other) => other.score - one.score);
    const numbers = scored.map(({ number }) => number).filter((number) => number !== exact);
    if (exact >= 0) numbers.unshift(exact);
    return numbers.slice(0, 12).map((number) => ({ ...data.docs[number], line: line(data.docs[number], terms) }));
  }

  function together(number, terms) {
    // More of the words in one page is worth more than one word often; a phrase as people say it most of all.
    const entry = entries[number];
    const all = new Set(`${entry.title} ${entry.said} ${entry.text}`.split(" "));
    const hits = terms.filter((term) => all.has(term)).length;
    const said = data.docs[number].said.some((phrase) => {
      const spoken = new Set(words(phrase));
      return terms.length > 1 && terms.every((term) => spoken.has(term));
    });
    return (1 + (hits / terms.length) ** 2) * (said ? 1.6 : 1);
  }

  function line(doc, terms) {
    let best = "";
    let most = 0;
    for (const text of [...doc.said, ...doc.lines]) {
      const there = new Set(words(text));
      const hits = terms.filter((term) => there.has(term)).length;
      if (hits > most) [best, most] = [text, hits];
    }
    return best || doc.said[0];
  }

  return find;
}

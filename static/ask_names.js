// Suggestions below the search: the browser's own list, filled from a file that is fetched when somebody first comes to the box.
// What a text means is decided by the server; here a name is only offered while it is typed.
const MOST = 10, LEAST = 2;

const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f'’`]/g, '').replace(/&/g, ' and ')
  .replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase();

// Names that begin with what is typed, then those with a word that does; the file has the bigger first.
function fitting(names, typed) {
  const asked = plain(typed);
  if (asked.length < LEAST) return [];
  const first = [], then = [];
  for (const one of names) {
    if (one.plain.startsWith(asked)) first.push(one);
    else if (then.length < MOST && one.plain.includes(` ${asked}`)) then.push(one);
    if (first.length === MOST) break;
  }
  return [...first, ...then].slice(0, MOST);
}

export default ({ data, parentElement }) => {
  const list = parentElement.querySelector('datalist') ?? parentElement.appendChild(document.createElement('datalist'));
  list.id = 'bsg-names';
  let names = null, asking = null;
  const box = (event) => (event.target instanceof HTMLInputElement && event.target.closest('.st-key-ask') ? event.target : null);
  const fill = (input) => {
    const options = names ? fitting(names, input.value) : [];
    list.replaceChildren(...options.map((one) => Object.assign(document.createElement('option'), { value: one.title })));
  };
  const come = async (event) => {
    const input = box(event);
    if (!input) return;
    input.setAttribute('list', list.id);
    input.setAttribute('autocomplete', 'off');
    asking ??= fetch(new URL(data.names, location.origin)).then((answer) => answer.json());
    try {
      names ??= (await asking).map(([title, name]) => ({ title, plain: plain(name) }));
    } catch {
      asking = null;
      return;
    }
    fill(input);
  };
  const type = (event) => {
    const input = box(event);
    if (!input) return;
    // One of the list was taken: nobody should have to press Enter as well. Streamlit takes a text when the box is left.
    const taken = event.inputType === 'insertReplacementText' || event.inputType === undefined;
    if (taken && [...list.options].some((option) => option.value === input.value)) {
      setTimeout(() => { input.blur(); input.focus(); }, 0);
    } else fill(input);
  };
  document.addEventListener('focusin', come);
  document.addEventListener('input', type);
  if (document.activeElement) come({ target: document.activeElement });
  return () => {
    document.removeEventListener('focusin', come);
    document.removeEventListener('input', type);
  };
};

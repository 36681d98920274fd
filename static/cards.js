// The rows of a list as cards, for a narrow screen: each is one button with all that its row says.
function card(row, chosen, choose) {
  const item = document.createElement('li');
  const button = Object.assign(document.createElement('button'), { type: 'button' });
  button.setAttribute('aria-pressed', String(chosen));
  row.lines.forEach((words, place) => {
    const line = document.createElement(place ? 'span' : 'strong');
    line.textContent = words;
    button.append(line);
  });
  button.addEventListener('click', () => choose(row.code));
  item.append(button);
  return item;
}

export default ({ data, parentElement, setTriggerValue }) => {
  const list = parentElement.querySelector('.bsg-cards') ?? parentElement.appendChild(document.createElement('ol'));
  list.className = 'bsg-cards';
  list.setAttribute('aria-label', data.label);
  const held = [...list.querySelectorAll('button')].indexOf(document.activeElement);
  list.replaceChildren(...data.rows.map((row) => card(row, row.code === data.chosen, (code) => setTriggerValue('picked', code))));
  // The card that was pressed keeps the focus of the keyboard.
  if (held >= 0) list.querySelectorAll('button')[held]?.focus();
};

// A button that opens the browser's own dialogue for printing this page.
export default ({ data, parentElement }) => {
  const box = parentElement.querySelector('.bsg-copy')
    ?? parentElement.appendChild(Object.assign(document.createElement('div'), { className: 'bsg-copy' }));
  const button = box.querySelector('button') ?? box.appendChild(Object.assign(document.createElement('button'), { type: 'button' }));
  button.textContent = data.words;
  button.onclick = () => window.print();
};

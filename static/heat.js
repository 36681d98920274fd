// A pressed number of the table opens its list within this visit. With a key held, or without this script, it is an ordinary link.
export default ({ setTriggerValue }) => {
  const follow = (event) => {
    const link = event.target.closest('.bsg-heat a');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue('opened', link.search.slice(1));
  };
  document.addEventListener('click', follow);
  return () => document.removeEventListener('click', follow);
};

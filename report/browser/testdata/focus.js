// Where the keyboard is: what it is on, and whether a reader can see that.
(() => {
  const e = document.activeElement
  if (!e || e === document.body) return {name: ''}
  const style = getComputedStyle(e)
  const box = e.getBoundingClientRect()
  const bar = document.getElementById('tools')
  const top = bar && !bar.contains(e) && bar.checkVisibility() ? bar.getBoundingClientRect() : {top: 0, bottom: 0}
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return {
    name: e.dataset.stop || '',
    marked: outline || style.boxShadow !== 'none',
    covered: box.top < top.bottom && box.bottom > top.top && box.height < innerHeight - top.bottom,
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
})()

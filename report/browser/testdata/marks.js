// How many kinds of filled shapes the chart of the distributions has when it is
// drawn anew.
(async () => {
  const kinds = new Set()
  const canvas = CanvasRenderingContext2D.prototype
  const {lineTo, beginPath, closePath} = canvas
  let corners = []
  canvas.beginPath = function () { corners = []; beginPath.call(this) }
  canvas.lineTo = function (x, y) { corners.push([x, y]); lineTo.call(this, x, y) }
  canvas.closePath = function () {
    const {chart} = this.canvas.closest('[data-chart]').dataset
    const [[left, top]] = corners
    if (chart === 'spectrum') kinds.add(corners.map(([x, y]) => Math.round(x - left) + ' ' + Math.round(y - top)).join())
    closePath.call(this)
  }
  document.querySelector('[data-do="log"]').click()
  await new Promise((done) => setTimeout(done)) // the library draws a little later
  Object.assign(canvas, {lineTo, beginPath, closePath})
  return kinds.size
})()

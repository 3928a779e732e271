wrk.method="POST"; wrk.headers["Content-Type"]="application/json"; wrk.headers["Accept-Encoding"]="gzip, br"
local i=math.random(1,1000000000)
function setup(thread) thread:set("id", math.random(1,1000000000)) end
request=function() i=i+1; return wrk.format(nil,nil,nil,'{"output":"page.children","outputs":{"id":"page","property":"children"},"inputs":[{"id":"url","property":"pathname","value":"/presupuesto"},{"id":"url","property":"search","value":"?ejercicio=2020&x='..id..'-'..i..'"}],"changedPropIds":["url.search"],"parsedChangedPropsIds":["url.search"]}') end

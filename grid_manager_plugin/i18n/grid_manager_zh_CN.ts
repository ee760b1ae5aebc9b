<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AssignGridCodesAlgorithm</name>
    <message>
        <source>Assign grid codes</source>
        <translation>分配网格编码</translation>
    </message>
    <message>
        <source>grid,code,number,plan,keep,withdrawn,register,community</source>
        <translation>网格,编码,编号,方案,保留,注销,登记表,社区</translation>
    </message>
    <message>
        <source>Gives the grids of a new plan their codes, and lets those of the last plan go on.

A grid keeps the code of a grid of the last plan when their common ground is more than half of both. So a border may move and the code stays; where a grid is split evenly, or two are merged, new codes are given. A code that no grid keeps is withdrawn, and never given again: new grids go on from the highest number that was ever given in their community, in rows from north to south, each row from west to east.

A kept code has to fit the scheme and to start with its community&apos;s code. Else the grid gets a new one, and a note says so. The number 0 stands for a community that is not divided, and stays only there.

Keep one register of withdrawn codes (RETIRED) over the years: give the same file to every run.

The grids themselves are not changed. “Compare grid plans” tells what became of each code.</source>
        <translation>为新方案的网格分配编码，并让上一方案的编码延续下去。

若网格与上一方案中某网格的公共地面超过双方各自的一半，则保留该网格的编码。因此边界可以移动而编码不变；网格被均分或两个网格合并时，给出新编码。没有网格保留的编码即被注销，永不再用：新网格从其社区曾经给出的最大编号起继续编号，自北向南分行，每行自西向东。

保留的编码必须符合编码方案，并以其社区的编码开头。否则该网格得到新编码，并在说明中告知。编号 0 表示未划分的社区，只在这种情况下保留。

请多年使用同一份注销编码登记表（RETIRED）：每次运行都给出同一个文件。

网格本身不作改动。每个编码的去向由“比较网格方案”说明。</translation>
    </message>
</context>
<context>
    <name>AssignParameters</name>
    <message>
        <source>Grids of the new plan</source>
        <translation>新方案的网格</translation>
    </message>
    <message>
        <source>Polygons of the grids, in any coordinate system. They get codes; nothing else changes.</source>
        <translation>网格的面，可用任何坐标系。它们得到编码，其他不变。</translation>
    </message>
    <message>
        <source>Field of the grids with the community&apos;s id</source>
        <translation>网格中的社区 ID 字段</translation>
    </message>
    <message>
        <source>Which community a grid belongs to. Without it the geometry tells: where most of it lies.</source>
        <translation>说明网格属于哪个社区。不指定时由几何位置判断：以大部分所在的社区为准。</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>The polygons that the grids belong to, in any coordinate system.</source>
        <translation>网格所属的面，可用任何坐标系。</translation>
    </message>
    <message>
        <source>What the codes look like. All but the plain scheme ask for a community&apos;s code of 12 digits; a community whose code does not fit gets none, and the status says why.</source>
        <translation>编码的样式。除简单方案外，都要求社区编码为 12 位数字；编码不符的社区得不到编码，状态表说明原因。</translation>
    </message>
    <message>
        <source>Day from which the new codes hold</source>
        <translation>新编码的生效日期</translation>
    </message>
    <message>
        <source>As YYYY-MM-DD, such as 2026-07-01: the day on which withdrawn codes end in the register.</source>
        <translation>格式为 YYYY-MM-DD，例如 2026-07-01：登记表中被注销的编码在这一天终止。</translation>
    </message>
    <message>
        <source>Grids with codes</source>
        <translation>带编码的网格</translation>
    </message>
    <message>
        <source>All grids as they came, in their order, with code, number, community and previous code.</source>
        <translation>所有网格保持原样和原有顺序，附上编码、编号、社区和原编码。</translation>
    </message>
    <message>
        <source>Register of withdrawn codes</source>
        <translation>注销编码登记表</translation>
    </message>
    <message>
        <source>One row a code that is never given again. Where the file is there already, its rows stay, their codes count as withdrawn before, and those withdrawn now are added: one register for all years.</source>
        <translation>每个永不再用的编码一行。若文件已存在，其中的行保留，其编码视为以前已注销，本次注销的编码追加其后：多年共用一份登记表。</translation>
    </message>
    <message>
        <source>Status of the communities</source>
        <translation>社区状态</translation>
    </message>
    <message>
        <source>One row a community: grids with kept and new codes, withdrawn codes, the highest number.</source>
        <translation>每个社区一行：保留编码和新编码的网格数、注销的编码数、最大编号。</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Grids that keep their code</source>
        <translation>保留编码的网格</translation>
    </message>
    <message>
        <source>Grids with a new code</source>
        <translation>得到新编码的网格</translation>
    </message>
    <message>
        <source>Codes that were withdrawn</source>
        <translation>已注销的编码</translation>
    </message>
    <message>
        <source>Grids without a code</source>
        <translation>没有编码的网格</translation>
    </message>
    <message>
        <source>Grids of the last plan</source>
        <translation>上一方案的网格</translation>
    </message>
    <message>
        <source>In any coordinate system. A grid that has more than half of its ground in common with one of them, and that one with it, keeps its code. Without it all grids are numbered afresh.</source>
        <translation>可用任何坐标系。若网格与其中某一网格的公共地面超过双方各自的一半，则保留其编码。不给出时，所有网格重新编号。</translation>
    </message>
    <message>
        <source>Field of the last plan with the grid&apos;s code</source>
        <translation>上一方案的网格编码字段</translation>
    </message>
    <message>
        <source>Needed with PREVIOUS.</source>
        <translation>给出 PREVIOUS 时必须填写。</translation>
    </message>
    <message>
        <source>Codes that were withdrawn before</source>
        <translation>以前已注销的编码</translation>
    </message>
    <message>
        <source>A table, or any layer. Its codes are not given again, besides those of the register.</source>
        <translation>表或任何图层。除登记表中的编码外，其中的编码也不再使用。</translation>
    </message>
    <message>
        <source>Field of that table with the code</source>
        <translation>该表的编码字段</translation>
    </message>
    <message>
        <source>Without it the field called “code”.</source>
        <translation>不给出时使用名为“code”的字段。</translation>
    </message>
</context>
<context>
    <name>BarrierProfile</name>
    <message>
        <source>The barrier profile {file} cannot be read: {reason}.</source>
        <translation>无法读取屏障配置文件 {file}：{reason}。</translation>
    </message>
    <message>
        <source>The barrier profile {file} is no text in UTF-8.</source>
        <translation>屏障配置文件 {file} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>The barrier profile {file} is no JSON: line {line}, column {column}: {reason}.</source>
        <translation>屏障配置文件 {file} 不是 JSON：第 {line} 行第 {column} 列：{reason}。</translation>
    </message>
    <message>
        <source>The barrier profile {file} holds no table of factors. It has to look like {{&quot;default&quot;: 0.2, &quot;highway&quot;: {{&quot;primary&quot;: 0.05}}}}.</source>
        <translation>屏障配置文件 {file} 中没有系数表。格式应类似 {{&quot;default&quot;: 0.2, &quot;highway&quot;: {{&quot;primary&quot;: 0.05}}}}。</translation>
    </message>
    <message>
        <source>The barrier profile {file} has no factors by value under “{key}”. It has to look like &quot;{key}&quot;: {{&quot;primary&quot;: 0.05}}.</source>
        <translation>屏障配置文件 {file} 的“{key}”下没有按取值列出的系数。格式应类似 &quot;{key}&quot;: {{&quot;primary&quot;: 0.05}}。</translation>
    </message>
    <message>
        <source>The barrier profile {file} has {value} for “{key}”. Enter a number from 0 to 1, or null for what is no barrier.</source>
        <translation>屏障配置文件 {file} 中“{key}”的值为 {value}。请填写 0 到 1 之间的数；不是屏障的填 null。</translation>
    </message>
</context>
<context>
    <name>Barriers</name>
    <message>
        <source>BARRIER_FACTOR is below 0 or above 1 in features of BARRIERS: {count} (features: {fids}; the first has {value:,.10g}). Enter the share of a border&apos;s cost that remains along the line.</source>
        <translation>BARRIER_FACTOR 小于 0 或大于 1 的 BARRIERS 要素：{count} 个（要素 {fids}；第一个为 {value:,.10g}）。请填写边界沿该线时保留的代价比例。</translation>
    </message>
    <message>
        <source>BARRIER_FACTOR is no number from 0 to 1 in features of BARRIERS: {count} (features: {fids}). Enter the share of a border&apos;s cost that remains along the line, with a point before decimals.</source>
        <translation>BARRIER_FACTOR 不是 0 至 1 的数的 BARRIERS 要素：{count} 个（要素 {fids}）。请填写边界沿该线时保留的代价比例，小数用点。</translation>
    </message>
    <message>
        <source>Features of BARRIERS without a line, without length or with coordinates that are no numbers, left out: {count} (features: {fids}).</source>
        <translation>没有线、没有长度或坐标不是数值的 BARRIERS 要素，已略去：{count} 个（要素 {fids}）。</translation>
    </message>
</context>
<context>
    <name>Blocks</name>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) has no polygon. Draw it, or leave the feature out.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）没有多边形。请绘制多边形，或去掉该要素。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) overlaps community {other_id} (feature {other_fid}) on {area:,.2f} m², more than the {bound:g} m² that pass for noise. Give that ground to one of them.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）与社区 {other_id}（要素 {other_fid}）重叠 {area:,.2f} m²，超过可视为误差的 {bound:g} m²。请将这块土地划归其中之一。</translation>
    </message>
    <message>
        <source>No feature of BLOCKS belongs to community {community_id}. Check BLOCKS and BLOCK_COMMUNITY.</source>
        <translation>BLOCKS 中没有任何要素属于社区 {community_id}。请检查 BLOCKS 和 BLOCK_COMMUNITY。</translation>
    </message>
    <message>
        <source>POPULATION_FIELD is empty or not a number in blocks of community {community_id}: {count} (features of BLOCKS: {fids}). Enter their people, 0 where nobody lives.</source>
        <translation>社区 {community_id} 中 POPULATION_FIELD 为空或不是数字的地块：{count} 个（BLOCKS 的要素 {fids}）。请填写其人口，无人居住的填 0。</translation>
    </message>
    <message>
        <source>POPULATION_FIELD is infinite in blocks of community {community_id}: {count} (features of BLOCKS: {fids}). Enter their people, 0 where nobody lives.</source>
        <translation>社区 {community_id} 中 POPULATION_FIELD 为无穷大的地块：{count} 个（BLOCKS 的要素 {fids}）。请填写其人口，无人居住的填 0。</translation>
    </message>
    <message>
        <source>POPULATION_FIELD is negative in blocks of community {community_id}: {count} (features of BLOCKS: {fids}; the first has {value:,.10g}). Enter their people, 0 where nobody lives.</source>
        <translation>社区 {community_id} 中 POPULATION_FIELD 为负数的地块：{count} 个（BLOCKS 的要素 {fids}；第一个为 {value:,.10g}）。请填写其人口，无人居住的填 0。</translation>
    </message>
    <message>
        <source>Blocks without a polygon or without area, left out: {count}, with a population of {population:,.10g} (features of BLOCKS: {fids}).</source>
        <translation>没有多边形或没有面积的地块，已略去：{count} 个，人口 {population:,.10g} 人（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>Blocks that belong to no grid, because BLOCK_COMMUNITY names a community that INPUT does not have: {count}, with a population of {population:,.10g} (features of BLOCKS: {fids}).</source>
        <translation>BLOCK_COMMUNITY 所填社区在 INPUT 中不存在，因而不属于任何网格的地块：{count} 个，人口 {population:,.10g} 人（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>Blocks outside every community, which belong to no grid: {count}, with a population of {population:,.10g} (features of BLOCKS: {fids}).</source>
        <translation>位于所有社区之外、不属于任何网格的地块：{count} 个，人口 {population:,.10g} 人（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>Blocks on both sides of a community&apos;s edge, cut there with their people shared by area: {count} (features of BLOCKS: {fids}).</source>
        <translation>跨越社区边界的地块，已在边界处切开，人口按面积分摊：{count} 个（BLOCKS 的要素 {fids}）。</translation>
    </message>
</context>
<context>
    <name>CheckReport</name>
    <message>
        <source>Grids checked against their communities</source>
        <translation>网格与社区对照检查</translation>
    </message>
    <message>
        <source>Check report</source>
        <translation>检查报告</translation>
    </message>
    <message>
        <source>Passed: the grids tile their communities. Grids: {grids}; communities: {communities}; errors: none; warnings: {warnings}.</source>
        <translation>通过：网格恰好铺满各自的社区。网格：{grids}；社区：{communities}；错误：无；警告：{warnings}。</translation>
    </message>
    <message>
        <source>Passed: no errors in what was checked. Grids: {grids}; communities: {communities}; warnings: {warnings}.</source>
        <translation>通过：在所检查的项目中没有错误。网格：{grids}；社区：{communities}；警告：{warnings}。</translation>
    </message>
    <message>
        <source>Passed: no errors but accepted ones. Grids: {grids}; communities: {communities}; warnings: {warnings}; accepted: {accepted}.</source>
        <translation>通过：除已认可的以外没有错误。网格：{grids}；社区：{communities}；警告：{warnings}；已认可：{accepted}。</translation>
    </message>
    <message>
        <source>Failed. Errors: {errors}; communities with errors: {invalid} of {communities}; grids: {grids}; warnings: {warnings}; accepted: {accepted}.</source>
        <translation>未通过。错误：{errors}；有错误的社区：{invalid} / {communities}；网格：{grids}；警告：{warnings}；已认可：{accepted}。</translation>
    </message>
    <message>
        <source>What was repaired</source>
        <translation>修复了什么</translation>
    </message>
    <message>
        <source>Repairs: {repaired}. Grids of which vertices alone changed: {noded}. All that follows is about the result.</source>
        <translation>修复处数：{repaired}。仅节点有变化的网格：{noded} 个。以下内容均针对修复结果。</translation>
    </message>
    <message>
        <source>Pieces moved</source>
        <translation>调整的图块数</translation>
    </message>
    <message>
        <source>Largest gap to close</source>
        <translation>填补缝隙的面积上限</translation>
    </message>
    <message>
        <source>Largest overlap to resolve</source>
        <translation>消除重叠的面积上限</translation>
    </message>
    <message>
        <source>Largest spill to cut</source>
        <translation>切除越界的面积上限</translation>
    </message>
    <message>
        <source>Slivers mended up to a width of</source>
        <translation>修复碎片的宽度上限</translation>
    </message>
    <message>
        <source>Field of the locked grids</source>
        <translation>标明已锁定网格的字段</translation>
    </message>
    <message>
        <source>none: no grid is locked</source>
        <translation>无：没有网格被锁定</translation>
    </message>
    <message>
        <source>Passed: there were no grids and no communities to check.</source>
        <translation>通过：没有需要检查的网格和社区。</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已认可</translation>
    </message>
    <message>
        <source>Communities without errors</source>
        <translation>没有错误的社区</translation>
    </message>
    <message>
        <source>Communities with errors</source>
        <translation>有错误的社区</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>缝隙</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Spills</source>
        <translation>越界</translation>
    </message>
    <message>
        <source>Not told, as float noise</source>
        <translation>视为浮点误差，不予报告</translation>
    </message>
    <message>
        <source>places below {area}</source>
        <translation>小于 {area} 的位置</translation>
    </message>
    <message>
        <source>Slivers, told as warnings</source>
        <translation>碎片，作为警告报告</translation>
    </message>
    <message>
        <source>form and start not checked</source>
        <translation>未检查格式和开头</translation>
    </message>
    <message>
        <source>none given</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>Grids layer</source>
        <translation>网格图层</translation>
    </message>
    <message>
        <source>Field with the grids&apos; codes</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>Field with the grids&apos; communities</source>
        <translation>网格所属社区字段</translation>
    </message>
    <message>
        <source>none: told by the geometry</source>
        <translation>无：由几何位置判断</translation>
    </message>
    <message>
        <source>Field with the communities&apos; ids</source>
        <translation>社区 ID 字段</translation>
    </message>
    <message>
        <source>Layer of accepted findings</source>
        <translation>已认可问题的图层</translation>
    </message>
    <message>
        <source>Checks left out</source>
        <translation>未做的检查</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Map of the findings</source>
        <translation>问题分布图</translation>
    </message>
    <message>
        <source>Most places are far smaller than a dot, so each finding has a marker; where several lie side by side, one stands for them. Errors are filled, warnings hollow. The numbers are those of the table of findings; a marker at the edge of the map lies beyond it.</source>
        <translation>大多数位置比一个点还小得多，因此每个问题用一个标记表示；几个问题相邻时，由一个标记代表。错误为实心，警告为空心。编号与问题表一致；位于地图边缘的标记表示问题在地图范围之外。</translation>
    </message>
    <message>
        <source>Findings without a place, not on the map: {count}.</source>
        <translation>没有位置、未在地图上标出的问题：{count} 个。</translation>
    </message>
    <message>
        <source>{number}. {kind}, {severity}: {message}</source>
        <translation>{number}. {kind}，{severity}：{message}</translation>
    </message>
    <message>
        <source>community with errors</source>
        <translation>有错误的社区</translation>
    </message>
    <message>
        <source>other rule</source>
        <translation>其他规则</translation>
    </message>
    <message>
        <source>filled: error</source>
        <translation>实心：错误</translation>
    </message>
    <message>
        <source>hollow: warning</source>
        <translation>空心：警告</translation>
    </message>
    <message>
        <source>grey: accepted</source>
        <translation>灰色：已认可</translation>
    </message>
    <message>
        <source>Nothing was found: there is nothing to mend.</source>
        <translation>没有发现问题：无需修正。</translation>
    </message>
    <message>
        <source>What was found, and how to mend it</source>
        <translation>发现了什么问题，如何修正</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>How to fix it</source>
        <translation>修正方法</translation>
    </message>
    <message>
        <source>Looked for and not found: {kinds}.</source>
        <translation>已检查、未发现：{kinds}。</translation>
    </message>
    <message>
        <source>Not looked for: {kinds}.</source>
        <translation>未检查：{kinds}。</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Rows below</source>
        <translation>下表行号</translation>
    </message>
    <message>
        <source>Communities without findings: {count}.</source>
        <translation>没有问题的社区：{count} 个。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Errors first: grids and communities that are out of place as a whole, then places from the largest on, then other rules, those most beyond their limit first.</source>
        <translation>错误在前：先是整体位置不对的网格和社区，然后是具体位置，由大到小，最后是其他规则，超出限制最多的在前。</translation>
    </message>
    <message>
        <source>None that is not accepted.</source>
        <translation>没有未认可的问题。</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>另一方</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题说明</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>limit {limit}</source>
        <translation>限制 {limit}</translation>
    </message>
    <message>
        <source>Left out here: {count} ({kinds}). The layer of findings has them all.</source>
        <translation>此处省略 {count} 个（{kinds}）。问题图层中有全部问题。</translation>
    </message>
    <message>
        <source>{kind}: {count}</source>
        <translation>{kind}：{count}</translation>
    </message>
    <message>
        <source>Accepted findings</source>
        <translation>已认可的问题</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Left out here: {count}. The status layer and the JSON summary have all communities.</source>
        <translation>此处省略 {count} 个。状态图层和 JSON 摘要中有全部社区。</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>缝隙</translation>
    </message>
    <message>
        <source>Ground of a community that none of its grids covers.</source>
        <translation>社区中没有被其任何网格覆盖的土地。</translation>
    </message>
    <message>
        <source>Run Repair grids: it closes gaps up to MAX_GAP_AREA (100 m² unless set otherwise). Larger ones: add the ground to a neighbouring grid with the vertex tool, snapping and “Avoid Overlap” on, or draw the grid that is missing.</source>
        <translation>运行“修复网格”：它会填补不超过 MAX_GAP_AREA 的缝隙（默认 100 m²）。更大的缝隙：启用捕捉和“避免重叠”，用“顶点工具”把这块土地并入相邻网格，或绘制缺少的网格。</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Ground that lies in two grids at once.</source>
        <translation>同时位于两个网格中的土地。</translation>
    </message>
    <message>
        <source>Run Repair grids: it leaves overlaps up to MAX_OVERLAP_AREA (100 m² unless set otherwise) to one of the two. Larger ones: decide whose ground it is, cut it off the other grid with Split Features and delete that part.</source>
        <translation>运行“修复网格”：不超过 MAX_OVERLAP_AREA 的重叠（默认 100 m²）会留给其中一个网格。更大的重叠：确定这块土地归谁，用“分割要素”从另一个网格上切下，再删除切下的部分。</translation>
    </message>
    <message>
        <source>spill</source>
        <translation>越界</translation>
    </message>
    <message>
        <source>Ground of a grid outside its own community.</source>
        <translation>网格超出所属社区的土地。</translation>
    </message>
    <message>
        <source>Run Repair grids: it cuts spills up to MAX_SPILL_AREA (100 m² unless set otherwise) at the community&apos;s edge. Larger ones: find out which border is right, then trace the community&apos;s edge with the vertex tool, or mend the community.</source>
        <translation>运行“修复网格”：不超过 MAX_SPILL_AREA 的越界（默认 100 m²）会沿社区边界切除。更大的越界：先查明哪条边界正确，然后用“顶点工具”使网格沿社区边界，或修正社区。</translation>
    </message>
    <message>
        <source>community without grids</source>
        <translation>无网格社区</translation>
    </message>
    <message>
        <source>A community that has no grid at all.</source>
        <translation>一个网格也没有的社区。</translation>
    </message>
    <message>
        <source>Divide it with Split communities into grids, or draw its grids. If grids lie there already, correct the community&apos;s id in their attribute table.</source>
        <translation>用“将社区划分为网格”划分该社区，或绘制其网格。如果那里已有网格，请在属性表中改正其社区 ID。</translation>
    </message>
    <message>
        <source>grid without community</source>
        <translation>无归属网格</translation>
    </message>
    <message>
        <source>A grid that lies in no community and names none that is known.</source>
        <translation>不在任何社区内、所填社区也不存在的网格。</translation>
    </message>
    <message>
        <source>Correct the community&apos;s id in the attribute table, add the community that is missing, or delete the grid. Where all grids lie far off, set the layer&apos;s right CRS (Set Layer CRS).</source>
        <translation>请在属性表中改正社区 ID，补上缺少的社区，或删除该网格。如果所有网格都偏离很远，请为图层设置正确的坐标系（“设置图层CRS”）。</translation>
    </message>
    <message>
        <source>grid in a wrong community</source>
        <translation>社区归属错误</translation>
    </message>
    <message>
        <source>Most of the grid lies in another community than the one it names.</source>
        <translation>网格的大部分位于所填社区之外的另一个社区。</translation>
    </message>
    <message>
        <source>Write the id of the community it lies in (column “Other” of the table of findings) into the attribute table and give the grid a code of that community; or move the grid where it belongs.</source>
        <translation>请在属性表中填写网格所在社区的 ID（问题表中的“另一方”一列），并给网格一个属于该社区的编码；或把网格移到应在的位置。</translation>
    </message>
    <message>
        <source>grid in several parts</source>
        <translation>网格不连片</translation>
    </message>
    <message>
        <source>A grid in parts that share no edge, though its community is in one piece there.</source>
        <translation>网格分成几个没有公共边的部分，而其社区在该处连成一片。</translation>
    </message>
    <message>
        <source>Take the stray part off with Delete Part and add its ground to the neighbour that it touches, snapping on; or add the ground that joins the parts. Parts that meet in one point only are apart too.</source>
        <translation>用“删除部件”去掉分离的部分，并启用捕捉，把这块土地并入与之相接的相邻网格；或补上连接各部分的土地。只在一点相接的部分也算分离。</translation>
    </message>
    <message>
        <source>invalid outline</source>
        <translation>无效几何图形</translation>
    </message>
    <message>
        <source>An outline that crosses or touches itself; the check went on with one made valid.</source>
        <translation>轮廓自相交或自相接；检查时使用修复为有效后的图形。</translation>
    </message>
    <message>
        <source>Run Fix geometries on the layer and look at the place: what it makes may differ from what was meant. A single crossing is quicker mended with the vertex tool. Then check again.</source>
        <translation>对图层运行“修正几何图形”，并查看该处：得到的结果可能与本意不同。只有一处交叉时，用“顶点工具”修正更快。然后重新检查。</translation>
    </message>
    <message>
        <source>row without ground</source>
        <translation>空几何图形</translation>
    </message>
    <message>
        <source>A row of the table that has no polygon.</source>
        <translation>表中没有多边形的一行。</translation>
    </message>
    <message>
        <source>Select the row in the attribute table and draw its polygon with Add Part, or delete the row.</source>
        <translation>在属性表中选择该行，用“添加部件”绘制其多边形，或删除该行。</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>重复图形</translation>
    </message>
    <message>
        <source>A grid on exactly the same ground as another one.</source>
        <translation>与另一个网格的土地完全相同的网格。</translation>
    </message>
    <message>
        <source>Compare the two rows and delete the one that is wrong. Where the copies are alike, Delete duplicate geometries does it for the whole layer.</source>
        <translation>比较这两行，删除错误的一行。如果两行内容相同，可用“删除重复几何图形”处理整个图层。</translation>
    </message>
    <message>
        <source>number of grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>A community with more or fewer grids than asked.</source>
        <translation>网格数多于或少于要求的社区。</translation>
    </message>
    <message>
        <source>Too many: join neighbours with Merge Selected Features. Too few: cut a large grid with Split Features. Or divide the community anew with Split communities into grids.</source>
        <translation>过多：用“合并所选要素”合并相邻网格。过少：用“分割要素”切开较大的网格。也可以用“将社区划分为网格”重新划分该社区。</translation>
    </message>
    <message>
        <source>population</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>A grid with more or fewer people than asked.</source>
        <translation>人口多于或少于要求的网格。</translation>
    </message>
    <message>
        <source>Move the border to a neighbour that has room: vertex tool, topological editing on, so that both sides move. For many grids run Split communities into grids with these limits.</source>
        <translation>把边界移向人口尚有余量的相邻网格：使用“顶点工具”并启用“拓扑编辑”，使两侧一起移动。网格较多时，请用这些限制运行“将社区划分为网格”。</translation>
    </message>
    <message>
        <source>area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>A grid smaller or larger than asked.</source>
        <translation>面积小于或大于要求的网格。</translation>
    </message>
    <message>
        <source>Too small: join it to a neighbour with Merge Selected Features. Too large: cut it with Split Features. Mind the number of grids and the codes afterwards.</source>
        <translation>过小：用“合并所选要素”并入相邻网格。过大：用“分割要素”切开。之后请注意网格数和编码。</translation>
    </message>
    <message>
        <source>code missing</source>
        <translation>缺少编码</translation>
    </message>
    <message>
        <source>A grid without a code.</source>
        <translation>没有编码的网格。</translation>
    </message>
    <message>
        <source>Type the community&apos;s code and the next free number into the attribute table; for many, use the field calculator. Look whether the right field was chosen when all are missing.</source>
        <translation>在属性表中填写社区编码加下一个未用的序号；较多时用“字段计算器”。如果全部缺少编码，请检查所选字段是否正确。</translation>
    </message>
    <message>
        <source>code of another form</source>
        <translation>编码格式不符</translation>
    </message>
    <message>
        <source>A code that has not the form of the code scheme.</source>
        <translation>不符合编码方案格式的编码。</translation>
    </message>
    <message>
        <source>Correct it in the attribute table; the message says what the scheme asks. A leading 0 that a spreadsheet dropped comes back with lpad() in the field calculator, in a text field.</source>
        <translation>在属性表中改正；问题说明中写有编码方案的要求。被电子表格软件去掉的开头的 0，可在“字段计算器”中用 lpad() 补回，存入文本字段。</translation>
    </message>
    <message>
        <source>code of another community</source>
        <translation>编码不属于本社区</translation>
    </message>
    <message>
        <source>A code that does not start with the community&apos;s own.</source>
        <translation>不以所属社区编码开头的编码。</translation>
    </message>
    <message>
        <source>If the grid lies in the right community, give it a code that starts with that community&apos;s; if not, correct the community&apos;s id. Look whether the right code field was chosen when all differ.</source>
        <translation>如果网格所在社区正确，请给它一个以该社区编码开头的编码；否则，请改正社区 ID。如果全部不符，请检查所选编码字段是否正确。</translation>
    </message>
    <message>
        <source>code used twice</source>
        <translation>编码重复</translation>
    </message>
    <message>
        <source>A code that another grid has too.</source>
        <translation>与另一个网格相同的编码。</translation>
    </message>
    <message>
        <source>Leave the code to the grid that had it first and give the others the next free numbers of their community.</source>
        <translation>编码留给最先使用它的网格，其他网格改用本社区的下一个未用序号。</translation>
    </message>
    <message>
        <source>borders that do not match</source>
        <translation>边界节点不一致</translation>
    </message>
    <message>
        <source>Two borders run along each other without common vertices, though no ground is lost.</source>
        <translation>两条边界并行相贴，却没有共同的节点，但没有土地缺失。</translation>
    </message>
    <message>
        <source>Add the missing vertex with the vertex tool, snapping to vertices on; for many, run Snap geometries to layer. It does no harm until one of the two borders is moved.</source>
        <translation>启用对节点的捕捉，用“顶点工具”补上缺少的节点；较多时，运行“将几何图形捕捉到图层”。只要不移动其中一条边界，就没有影响。</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Grids that tile their communities: every place of a community lies in exactly one of its grids, and no grid reaches beyond its community. Ground outside every community is no gap.</source>
        <translation>网格恰好铺满各自的社区：社区的每一处都恰好位于它的一个网格中，网格也不超出所属社区。所有社区之外的土地不算缝隙。</translation>
    </message>
    <message>
        <source>sliver</source>
        <translation>碎片</translation>
    </message>
    <message>
        <source>A gap, overlap or spill so small that it is a warning; the limit stands under what was asked.</source>
        <translation>小到只作为警告的缝隙、重叠或越界；其限值见检查要求。</translation>
    </message>
    <message>
        <source>areas</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Areas and lengths are measured on the ellipsoid of the layer&apos;s CRS, as the measuring tools of QGIS do; those of the plane may differ. The map is simplified, the figures are not.</source>
        <translation>面积和长度按图层坐标系的椭球面量算，与 QGIS 的量测工具一致；可能与平面上的数值不同。地图作了简化，数值没有。</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已认可</translation>
    </message>
    <message>
        <source>A person looked at the finding in an earlier run and let it stand. It counts neither as an error nor as a warning; its ground is still counted in the areas.</source>
        <translation>此前运行中已有人查看过该问题，并决定保留。它不计为错误，也不计为警告；其土地仍计入面积。</translation>
    </message>
    <message>
        <source>error, warning</source>
        <translation>错误、警告</translation>
    </message>
    <message>
        <source>One error that nobody accepted fails the check, and its community. Warnings do not. An overlap of grids of two communities is one finding and counts in the rows of both.</source>
        <translation>只要有一个未认可的错误，检查就不通过，相关社区也不通过。警告则不影响。两个社区的网格之间的重叠算一个问题，在两个社区的行中都计入。</translation>
    </message>
</context>
<context>
    <name>City</name>
    <message>
        <source>A worker process died; the rest of the run goes on in one process.</source>
        <translation>一个工作进程意外终止；其余部分在一个进程中继续运行。</translation>
    </message>
</context>
<context>
    <name>CodeReport</name>
    <message>
        <source>Codes for a new plan</source>
        <translation>新方案的编码</translation>
    </message>
    <message>
        <source>Report of grid codes</source>
        <translation>网格编码报告</translation>
    </message>
    <message>
        <source>Every grid has a code: {grids}.</source>
        <translation>每个网格都有编码：{grids} 个。</translation>
    </message>
    <message>
        <source>Grids without a code: {without} of {grids}.</source>
        <translation>没有编码的网格：{without} 个，共 {grids} 个。</translation>
    </message>
    <message>
        <source>Kept their code</source>
        <translation>保留编码</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>新编码</translation>
    </message>
    <message>
        <source>Codes withdrawn</source>
        <translation>注销的编码</translation>
    </message>
    <message>
        <source>Without a code</source>
        <translation>没有编码</translation>
    </message>
    <message>
        <source>Grids layer</source>
        <translation>网格图层</translation>
    </message>
    <message>
        <source>Layer of the last plan</source>
        <translation>上一方案的图层</translation>
    </message>
    <message>
        <source>none: all grids are numbered afresh</source>
        <translation>无：所有网格重新编号</translation>
    </message>
    <message>
        <source>Layer of codes withdrawn before</source>
        <translation>以前注销的编码的图层</translation>
    </message>
    <message>
        <source>The new codes hold from</source>
        <translation>新编码生效日期</translation>
    </message>
    <message>
        <source>Communities that need attention</source>
        <translation>需要关注的社区</translation>
    </message>
    <message>
        <source>None: no community is left without codes.</source>
        <translation>没有：没有社区缺少编码。</translation>
    </message>
    <message>
        <source>Communities with new or withdrawn codes</source>
        <translation>有新编码或注销编码的社区</translation>
    </message>
    <message>
        <source>None: every grid keeps its code.</source>
        <translation>没有：每个网格都保留其编码。</translation>
    </message>
    <message>
        <source>Communities where every grid keeps its code: {count}.</source>
        <translation>所有网格都保留编码的社区：{count} 个。</translation>
    </message>
    <message>
        <source>Codes that were withdrawn</source>
        <translation>已注销的编码</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>Left out here: {count}. The register and the JSON summary have all codes.</source>
        <translation>此处省略：{count} 个。登记表和 JSON 摘要中有全部编码。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Its ground went to</source>
        <translation>其地面归入</translation>
    </message>
    <message>
        <source>Highest number</source>
        <translation>最大编号</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>More than half of the grid&apos;s ground, and of the ground of the grid that had the code, is common.</source>
        <translation>网格的一半以上地面，与原有该编码的网格的一半以上地面是公共的。</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>注销</translation>
    </message>
    <message>
        <source>A code of the last plan that no grid keeps. It is never given again; keep it in the register.</source>
        <translation>上一方案中没有网格保留的编码。永不再用；请保存在登记表中。</translation>
    </message>
    <message>
        <source>its ground went to</source>
        <translation>其地面归入</translation>
    </message>
    <message>
        <source>Grids of the new plan that have more than 1 % of the ground of a withdrawn code.</source>
        <translation>占注销编码地面 1 % 以上的新方案网格。</translation>
    </message>
</context>
<context>
    <name>Codes</name>
    <message>
        <source>The community has no code.</source>
        <translation>该社区没有编码。</translation>
    </message>
    <message>
        <source>Community code “{code}”: {count} grids, but the code scheme holds at most {most} in a community.</source>
        <translation>社区编码“{code}”：有 {count} 个网格，但该编码方案在一个社区内最多容纳 {most} 个。</translation>
    </message>
    <message>
        <source>Community code “{code}” has {length} digits; the code scheme needs {digits} digits.</source>
        <translation>社区编码“{code}”有 {length} 位；编码方案要求 {digits} 位数字。</translation>
    </message>
    <message>
        <source>Community code “{code}” has {length} digits; the code scheme needs {digits} digits. A leading zero may have been lost: keep codes in a text field.</source>
        <translation>社区编码“{code}”有 {length} 位；编码方案要求 {digits} 位数字。可能丢失了开头的 0：请用文本字段保存编码。</translation>
    </message>
    <message>
        <source>Community code “{code}” contains a space; the code scheme needs {digits} digits and nothing else.</source>
        <translation>社区编码“{code}”中含有空格；编码方案只接受 {digits} 位数字，不得有其他字符。</translation>
    </message>
    <message>
        <source>Community code “{code}” is not written in the digits 0-9 (full-width digits?); the code scheme needs {digits} digits.</source>
        <translation>社区编码“{code}”没有使用数字 0-9（是否为全角数字？）；编码方案要求 {digits} 位数字。</translation>
    </message>
    <message>
        <source>Community code “{code}” is not made of digits alone; the code scheme needs {digits} digits. Choose another code field, or the plain scheme.</source>
        <translation>社区编码“{code}”不全由数字组成；编码方案要求 {digits} 位数字。请选择其他编码字段，或改用简单编码方案。</translation>
    </message>
    <message>
        <source>The grid has no code.</source>
        <translation>该网格没有编码。</translation>
    </message>
    <message>
        <source>Grid code “{code}” is not the community&apos;s code, a hyphen and a number, as the plain scheme has it.</source>
        <translation>网格编码“{code}”不是简单方案的格式，即社区编码、连字符、序号。</translation>
    </message>
    <message>
        <source>Grid code “{code}” has {length} characters; the code scheme needs {digits} digits 0-9 and nothing else.</source>
        <translation>网格编码“{code}”有 {length} 个字符；编码方案只接受 {digits} 位数字 0-9，不得有其他字符。</translation>
    </message>
    <message>
        <source>Grid code “{code}” does not start with its community&apos;s “{community_code}”.</source>
        <translation>网格编码“{code}”没有以其社区的编码“{community_code}”开头。</translation>
    </message>
    <message>
        <source>Grid code “{code}” cannot start with its community&apos;s code, which does not fit the scheme: {why}</source>
        <translation>网格编码“{code}”无法以其社区的编码开头，该社区编码不符合编码方案：{why}</translation>
    </message>
</context>
<context>
    <name>CommonParameters</name>
    <message>
        <source>Field with the community&apos;s id</source>
        <translation>社区 ID 字段</translation>
    </message>
    <message>
        <source>Must be unique and not empty. Without it communities are called by their feature ids.</source>
        <translation>必须唯一且不为空。不指定时以要素 ID 作为社区 ID。</translation>
    </message>
    <message>
        <source>Field with the community&apos;s name</source>
        <translation>社区名称字段</translation>
    </message>
    <message>
        <source>For reports and labels only.</source>
        <translation>仅用于报告和标注。</translation>
    </message>
    <message>
        <source>Field with the community&apos;s code</source>
        <translation>社区编码字段</translation>
    </message>
    <message>
        <source>What the codes of its grids start with. Without it the id.</source>
        <translation>网格编码以此开头。不指定时使用社区 ID。</translation>
    </message>
    <message>
        <source>Fewest grids of a community</source>
        <translation>每个社区的最少网格数</translation>
    </message>
    <message>
        <source>From 1 to 99.</source>
        <translation>1 至 99。</translation>
    </message>
    <message>
        <source>Most grids of a community</source>
        <translation>每个社区的最多网格数</translation>
    </message>
    <message>
        <source>Least population of a grid (people)</source>
        <translation>网格人口下限（人）</translation>
    </message>
    <message>
        <source>Empty is no bound. A grid that has just this many people holds it.</source>
        <translation>留空表示不限。人口恰好等于此值的网格符合要求。</translation>
    </message>
    <message>
        <source>Largest population of a grid (people)</source>
        <translation>网格人口上限（人）</translation>
    </message>
    <message>
        <source>Population may differ from the community&apos;s mean by (%)</source>
        <translation>人口与本社区平均值的容差（%）</translation>
    </message>
    <message>
        <source>Percent that a grid may lie above or below the community&apos;s mean per grid. Empty is no bound.</source>
        <translation>网格人口可高于或低于本社区网格平均人口的百分比。留空表示不限。</translation>
    </message>
    <message>
        <source>Smallest area of a grid (m²)</source>
        <translation>网格面积下限（m²）</translation>
    </message>
    <message>
        <source>Square metres on the ellipsoid, whatever the layer&apos;s coordinate system. Empty is no bound.</source>
        <translation>按椭球面计算的平方米，与图层坐标系无关。留空表示不限。</translation>
    </message>
    <message>
        <source>Largest area of a grid (m²)</source>
        <translation>网格面积上限（m²）</translation>
    </message>
    <message>
        <source>Unit grid, 15 digits</source>
        <translation>单元网格，15 位</translation>
    </message>
    <message>
        <source>Social grid, 14 digits</source>
        <translation>社会网格，14 位</translation>
    </message>
    <message>
        <source>Professional grid, 20 digits</source>
        <translation>专业网格，20 位</translation>
    </message>
    <message>
        <source>Plain (community&apos;s code, hyphen, number)</source>
        <translation>简单（社区编码、连字符、序号）</translation>
    </message>
    <message>
        <source>Scheme of grid codes</source>
        <translation>网格编码方案</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>HTML files (*.html)</source>
        <translation>HTML 文件 (*.html)</translation>
    </message>
    <message>
        <source>One page that opens in any browser, without a network.</source>
        <translation>单个网页，用任何浏览器即可打开，无需联网。</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON 文件 (*.json)</translation>
    </message>
    <message>
        <source>The numbers of the report, for programs.</source>
        <translation>报告中的数值，供程序使用。</translation>
    </message>
</context>
<context>
    <name>CompareGridPlansAlgorithm</name>
    <message>
        <source>Compare grid plans</source>
        <translation>比较网格方案</translation>
    </message>
    <message>
        <source>grid,plan,compare,change,history,difference,redraw,code</source>
        <translation>网格,方案,比较,变化,沿革,差异,重划,编码</translation>
    </message>
    <message>
        <source>Lays two plans over each other and tells which ground, how many people and how many points came to another grid, what became of each code, and which of the plans is the better one.

What becomes of a code: kept, with all its ground (what is smaller than IGNORE_BELOW does not count); changed, the same code with other ground; new, in the new plan alone. A code of the old plan alone is split, when most of the ground of two or more new grids is from it; else merged, when more than half of its ground went into one new grid that holds ground of others too; else split, when its ground went to two or more new grids; else withdrawn. Predecessors and successors are codes with more than 1 % of the ground.

The report shows both plans side by side: number of grids, length of borders, balance of people, compactness and broken limits, then the largest changes and the history.

All is measured in the coordinate system of the old plan, in square metres on the ellipsoid. Ground that lies in several grids of one plan counts for the lowest code among them.</source>
        <translation>把两个方案叠加，说明哪些地面、多少人口、多少点归入了别的网格，每个编码的去向如何，以及哪个方案更好。

编码的去向：保留，即地面全部不变（小于 IGNORE_BELOW 的不计）；变更，即编码相同而地面不同；新增，即只在新方案中。只在旧方案中的编码：若两个或更多新网格的大部分地面来自它，为拆分；否则，若其一半以上的地面归入一个还含有其他网格地面的新网格，为合并；否则，若其地面归入两个或更多新网格，为拆分；否则为注销。前身和后继是占地面 1 % 以上的编码。

报告并排显示两个方案：网格数、边界长度、人口均衡、紧凑度和超出的限制，然后是最大的变化和编码沿革。

全部在旧方案的坐标系中计算，面积为椭球面上的平方米。同一方案中位于多个网格内的地面，归其中编码最小者。</translation>
    </message>
</context>
<context>
    <name>CompareParameters</name>
    <message>
        <source>Ground that changed hands</source>
        <translation>易手的地面</translation>
    </message>
    <message>
        <source>One feature for each pair of an old and a new code: the ground that the one lost to the other. The old code is empty where no grid was, the new one where none is.</source>
        <translation>每对新旧编码一个要素：前者让给后者的地面。原先没有网格处旧编码为空，现在没有网格处新编码为空。</translation>
    </message>
    <message>
        <source>Table of old and new grids</source>
        <translation>新旧网格对照表</translation>
    </message>
    <message>
        <source>One row for each pair of codes with ground in common, unchanged ones too: area, and its share of the old and of the new grid (0 to 1).</source>
        <translation>每对有公共地面的编码一行，未变的也在内：面积，及其占旧网格和新网格的份额（0 到 1）。</translation>
    </message>
    <message>
        <source>History of the codes</source>
        <translation>编码沿革</translation>
    </message>
    <message>
        <source>One row a code: kept, changed, new, withdrawn, split or merged; its predecessors, successors and days.</source>
        <translation>每个编码一行：保留、变更、新增、注销、拆分或合并；其前身、后继和日期。</translation>
    </message>
    <message>
        <source>Pieces of ground that changed hands</source>
        <translation>易手的地块数</translation>
    </message>
    <message>
        <source>Their area (m²)</source>
        <translation>其面积（平方米）</translation>
    </message>
    <message>
        <source>People on them (0 without a layer of people)</source>
        <translation>其上的人口（没有人口图层时为 0）</translation>
    </message>
    <message>
        <source>Points with another code (0 without points)</source>
        <translation>编码改变的点数（没有点时为 0）</translation>
    </message>
    <message>
        <source>Codes that are kept with all their ground</source>
        <translation>地面全部不变而保留的编码数</translation>
    </message>
    <message>
        <source>Codes that the new plan has no more</source>
        <translation>新方案中不再有的编码数</translation>
    </message>
    <message>
        <source>Codes of the new plan alone</source>
        <translation>只在新方案中的编码数</translation>
    </message>
    <message>
        <source>Grids of the old plan</source>
        <translation>旧方案的网格</translation>
    </message>
    <message>
        <source>In any coordinate system; the plans are compared in it.</source>
        <translation>可用任何坐标系；两个方案在其中比较。</translation>
    </message>
    <message>
        <source>Field of the old plan with the grid&apos;s code</source>
        <translation>旧方案的网格编码字段</translation>
    </message>
    <message>
        <source>Grids of the new plan</source>
        <translation>新方案的网格</translation>
    </message>
    <message>
        <source>In any coordinate system.</source>
        <translation>可用任何坐标系。</translation>
    </message>
    <message>
        <source>Field of the new plan with the grid&apos;s code</source>
        <translation>新方案的网格编码字段</translation>
    </message>
    <message>
        <source>Compared as text. Features with one code are one grid; what has none counts as ground of no grid.</source>
        <translation>按文本比较。编码相同的要素为一个网格；没有编码的要素视为不属于任何网格的地面。</translation>
    </message>
    <message>
        <source>Points or polygons with people</source>
        <translation>带人口的点或面</translation>
    </message>
    <message>
        <source>To count the people on each piece and in each grid; of polygons, their share by area.</source>
        <translation>用于统计每块地面和每个网格的人口；面要素按面积份额计算。</translation>
    </message>
    <message>
        <source>Field of that layer with the population (people)</source>
        <translation>该图层的人口字段（人）</translation>
    </message>
    <message>
        <source>People of each point or polygon. Without it each point counts one; polygons need it.</source>
        <translation>每个点或多边形的人口。不指定时每个点计为一人；多边形必须指定。</translation>
    </message>
    <message>
        <source>Points to count</source>
        <translation>要统计的点</translation>
    </message>
    <message>
        <source>Components, cases, houses: how many get another code. A point on a border belongs to the lowest code.</source>
        <translation>部件、案件、房屋：有多少得到别的编码。边界上的点归编码最小的网格。</translation>
    </message>
    <message>
        <source>Field of the old plan with the day from which a grid holds</source>
        <translation>旧方案的网格生效日期字段</translation>
    </message>
    <message>
        <source>For the history.</source>
        <translation>用于编码沿革。</translation>
    </message>
    <message>
        <source>First day of the new plan</source>
        <translation>新方案的首日</translation>
    </message>
    <message>
        <source>As YYYY-MM-DD, such as 2026-07-01: the day on which new codes begin and others end.</source>
        <translation>格式为 YYYY-MM-DD，例如 2026-07-01：新编码在这一天开始，其他编码在这一天终止。</translation>
    </message>
    <message>
        <source>Ignore pieces below (m²)</source>
        <translation>忽略小于此值的图块（平方米）</translation>
    </message>
    <message>
        <source>Float noise of coordinates. Each connected part of a piece counts by itself; one of just this size is told.</source>
        <translation>坐标的浮点误差。图块的每个相连部分单独计算；恰好等于此值的会列出。</translation>
    </message>
    <message>
        <source>Limits on population need to know who lives where: give POPULATION_LAYER.</source>
        <translation>人口限制需要知道谁住在哪里：请给出 POPULATION_LAYER。</translation>
    </message>
</context>
<context>
    <name>CompareReport</name>
    <message>
        <source>Two plans of grids compared</source>
        <translation>两个网格方案的比较</translation>
    </message>
    <message>
        <source>Comparison report</source>
        <translation>比较报告</translation>
    </message>
    <message>
        <source>No ground changed hands. Codes in both plans: {codes}.</source>
        <translation>没有地面易手。两个方案共有的编码：{codes} 个。</translation>
    </message>
    <message>
        <source>Ground that changed hands: {area}, {percent} of the old plan. Codes kept: {kept} of {codes}.</source>
        <translation>易手的地面：{area}，占旧方案的 {percent}。保留的编码：{kept} 个，共 {codes} 个。</translation>
    </message>
    <message>
        <source>Pieces that changed hands</source>
        <translation>易手的地块</translation>
    </message>
    <message>
        <source>Their area</source>
        <translation>其面积</translation>
    </message>
    <message>
        <source>People on them</source>
        <translation>其上人口</translation>
    </message>
    <message>
        <source>Points with another code</source>
        <translation>编码改变的点</translation>
    </message>
    <message>
        <source>Codes kept</source>
        <translation>保留的编码</translation>
    </message>
    <message>
        <source>New codes</source>
        <translation>新增的编码</translation>
    </message>
    <message>
        <source>Codes that ended</source>
        <translation>终止的编码</translation>
    </message>
    <message>
        <source>Old plan</source>
        <translation>旧方案</translation>
    </message>
    <message>
        <source>Field with the old codes</source>
        <translation>旧编码字段</translation>
    </message>
    <message>
        <source>Field with the day from which a grid holds</source>
        <translation>网格生效日期字段</translation>
    </message>
    <message>
        <source>New plan</source>
        <translation>新方案</translation>
    </message>
    <message>
        <source>Field with the new codes</source>
        <translation>新编码字段</translation>
    </message>
    <message>
        <source>Points layer</source>
        <translation>点图层</translation>
    </message>
    <message>
        <source>First day of the new plan</source>
        <translation>新方案的首日</translation>
    </message>
    <message>
        <source>Not told, as float noise</source>
        <translation>视为浮点误差，不予报告</translation>
    </message>
    <message>
        <source>pieces below {area}</source>
        <translation>小于 {area} 的图块</translation>
    </message>
    <message>
        <source>The plans side by side</source>
        <translation>两个方案并排</translation>
    </message>
    <message>
        <source>Ground that changed hands is coloured on both maps. Numbers are those of the table of changes; hover over a piece for its figures.</source>
        <translation>易手的地面在两幅地图上着色。数字与变化表一致；将鼠标停在图块上可看其数值。</translation>
    </message>
    <message>
        <source>went to another grid</source>
        <translation>归入别的网格</translation>
    </message>
    <message>
        <source>in no grid of the other plan</source>
        <translation>不在另一方案的任何网格内</translation>
    </message>
    <message>
        <source>{number}. {old} → {new}. Area: {area}. People: {people}.</source>
        <translation>{number}. {old} → {new}。面积：{area}。人口：{people}。</translation>
    </message>
    <message>
        <source>no grid</source>
        <translation>无网格</translation>
    </message>
    <message>
        <source>Figures of the plans</source>
        <translation>两个方案的指标</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>Borders between grids</source>
        <translation>网格之间的边界</translation>
    </message>
    <message>
        <source>People per grid, mean</source>
        <translation>每网格人口，平均</translation>
    </message>
    <message>
        <source>Largest deviation from the mean</source>
        <translation>与平均值的最大偏差</translation>
    </message>
    <message>
        <source>Coefficient of variation of people</source>
        <translation>人口的变异系数</translation>
    </message>
    <message>
        <source>Compactness, mean (1 = circle)</source>
        <translation>紧凑度，平均（1 = 圆）</translation>
    </message>
    <message>
        <source>Compactness of the least compact grid</source>
        <translation>最不紧凑网格的紧凑度</translation>
    </message>
    <message>
        <source>Grids that break a limit on population</source>
        <translation>超出人口限制的网格</translation>
    </message>
    <message>
        <source>Grids that break a limit on area</source>
        <translation>超出面积限制的网格</translation>
    </message>
    <message>
        <source>The largest changes</source>
        <translation>最大的变化</translation>
    </message>
    <message>
        <source>None: no ground changed hands.</source>
        <translation>没有：没有地面易手。</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Of the old grid</source>
        <translation>占旧网格</translation>
    </message>
    <message>
        <source>Of the new grid</source>
        <translation>占新网格</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Smaller changes that are left out here: {count}. The layer of changes has all.</source>
        <translation>此处省略的较小变化：{count} 处。变化图层中有全部。</translation>
    </message>
    <message>
        <source>What became of the codes</source>
        <translation>编码的去向</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>Ground from</source>
        <translation>地面来自</translation>
    </message>
    <message>
        <source>Ground to</source>
        <translation>地面归入</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>自 {day}</translation>
    </message>
    <message>
        <source>to {day}</source>
        <translation>至 {day}</translation>
    </message>
    <message>
        <source>Codes that are kept with all their ground: {count}.</source>
        <translation>地面全部不变而保留的编码：{count} 个。</translation>
    </message>
    <message>
        <source>Codes that are left out here: {count}. HISTORY has all.</source>
        <translation>此处省略的编码：{count} 个。HISTORY 中有全部。</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>注销</translation>
    </message>
    <message>
        <source>split</source>
        <translation>拆分</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>The code is in both plans, and no ground came to it or left it.</source>
        <translation>编码在两个方案中都有，没有地面归入或移出。</translation>
    </message>
    <message>
        <source>The code is in both plans, with other ground.</source>
        <translation>编码在两个方案中都有，但地面不同。</translation>
    </message>
    <message>
        <source>The code is in the new plan alone.</source>
        <translation>编码只在新方案中。</translation>
    </message>
    <message>
        <source>The code is in the old plan alone. Most of the ground of two or more new grids is from it; or its ground went to two or more new grids, to none of them for the most part.</source>
        <translation>编码只在旧方案中。两个或更多新网格的大部分地面来自它；或其地面归入两个或更多新网格，而没有归入其中任何一个的大半。</translation>
    </message>
    <message>
        <source>The code is in the old plan alone. More than half of its ground went into one new grid that holds ground of others too.</source>
        <translation>编码只在旧方案中。其一半以上的地面归入一个还含有其他网格地面的新网格。</translation>
    </message>
    <message>
        <source>The code is in the old plan alone: its ground is in no grid now, or in one with a new code.</source>
        <translation>编码只在旧方案中：其地面现在不属于任何网格，或属于一个有新编码的网格。</translation>
    </message>
    <message>
        <source>border</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Length of all borders between two grids, each once, in metres on the ellipsoid.</source>
        <translation>两个网格之间所有边界的长度，每条计一次，为椭球面上的米。</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>变异</translation>
    </message>
    <message>
        <source>Standard deviation of the grids&apos; people as a share of their mean: the smaller, the more even are the grids.</source>
        <translation>网格人口的标准差与平均值之比：越小，网格越均衡。</translation>
    </message>
    <message>
        <source>Four pi times the area of a grid, divided by its perimeter squared: 1 for a circle.</source>
        <translation>网格面积的 4π 倍除以周长的平方：圆为 1。</translation>
    </message>
</context>
<context>
    <name>Coverage</name>
    <message>
        <source>ACCEPTED: accepted findings that are not found any more, or not at the same place: {left} of {given}.</source>
        <translation>ACCEPTED：已认可的问题中，现在不再存在或位置已不同的：{left} 个，共 {given} 个。</translation>
    </message>
    <message>
        <source>None of the grids of community {community} covers {area:,.2f} m² of its ground.</source>
        <translation>社区 {community} 有 {area:,.2f} m² 没有被它的任何网格覆盖。</translation>
    </message>
    <message>
        <source>Grids {grid} and {other} both cover {area:,.2f} m².</source>
        <translation>网格 {grid} 与 {other} 都覆盖了同一块 {area:,.2f} m² 的土地。</translation>
    </message>
    <message>
        <source>{area:,.2f} m² of grid {grid} lie outside its community {own}, in community {place}.</source>
        <translation>网格 {grid} 有 {area:,.2f} m² 超出所属社区 {own}，位于社区 {place}。</translation>
    </message>
    <message>
        <source>{area:,.2f} m² of grid {grid} lie outside its community {own}, in no community.</source>
        <translation>网格 {grid} 有 {area:,.2f} m² 超出所属社区 {own}，不在任何社区内。</translation>
    </message>
    <message>
        <source>Grid {other} has the same ground as grid {grid}.</source>
        <translation>网格 {other} 与网格 {grid} 的土地完全相同。</translation>
    </message>
    <message>
        <source>Grids {grid} and {other} do not share their border vertex for vertex along {length:,.2f} m.</source>
        <translation>网格 {grid} 与 {other} 的公共边界有 {length:,.2f} m 节点不一致。</translation>
    </message>
    <message>
        <source>Grid {grid} (feature {fid}) has no ground: its geometry is empty.</source>
        <translation>网格 {grid}（要素 {fid}）没有土地：其几何图形为空。</translation>
    </message>
    <message>
        <source>Community {community} (feature {fid} of COMMUNITIES) has no ground: its geometry is empty.</source>
        <translation>社区 {community}（COMMUNITIES 的要素 {fid}）没有土地：其几何图形为空。</translation>
    </message>
    <message>
        <source>Grid {title} (feature {fid}) has an invalid geometry ({reason}). As drawn it measures {given:,.2f} m², made valid {sound:,.2f} m²; the check went on with the latter.</source>
        <translation>网格 {title}（要素 {fid}）的几何图形无效（{reason}）。按原样面积为 {given:,.2f} m²，修复为有效后为 {sound:,.2f} m²；检查时使用后者。</translation>
    </message>
    <message>
        <source>Community {title} (feature {fid} of COMMUNITIES) has an invalid geometry ({reason}). As drawn it measures {given:,.2f} m², made valid {sound:,.2f} m²; the check went on with the latter.</source>
        <translation>社区 {title}（COMMUNITIES 的要素 {fid}）的几何图形无效（{reason}）。按原样面积为 {given:,.2f} m²，修复为有效后为 {sound:,.2f} m²；检查时使用后者。</translation>
    </message>
    <message>
        <source>Grid {title} (feature {fid}) has coordinates that are no finite numbers, or do not belong to the CRS of INPUT; the check went on as if it had no ground.</source>
        <translation>网格 {title}（要素 {fid}）的坐标不是有限数值，或不属于 INPUT 的坐标系；检查时按没有土地处理。</translation>
    </message>
    <message>
        <source>Community {title} (feature {fid} of COMMUNITIES) has coordinates that are no finite numbers, or do not belong to the layer&apos;s CRS; the check went on as if it had no ground.</source>
        <translation>社区 {title}（COMMUNITIES 的要素 {fid}）的坐标不是有限数值，或不属于图层的坐标系；检查时按没有土地处理。</translation>
    </message>
    <message>
        <source>Parts of grid {grid} that share no edge: {parts}; its community allows {allowed}.</source>
        <translation>网格 {grid} 分成没有公共边的 {parts} 个部分；其社区只允许 {allowed} 个。</translation>
    </message>
    <message>
        <source>Community {community} has no grid at all.</source>
        <translation>社区 {community} 一个网格也没有。</translation>
    </message>
    <message>
        <source>Grid {grid} lies in no community.</source>
        <translation>网格 {grid} 不在任何社区内。</translation>
    </message>
    <message>
        <source>Grid {grid} lies in no community, and none has the id “{said}” that it says.</source>
        <translation>网格 {grid} 不在任何社区内，所填的社区 ID“{said}”也不存在。</translation>
    </message>
    <message>
        <source>Grid {grid} says that it belongs to community {said}, but {share:.0%} of it lies in community {place}.</source>
        <translation>网格 {grid} 填写的所属社区为 {said}，但其 {share:.0%} 位于社区 {place}。</translation>
    </message>
    <message>
        <source>Grid {grid} says community “{said}”, an id that no community has; {share:.0%} of it lies in community {place}.</source>
        <translation>网格 {grid} 填写的社区为“{said}”，没有社区使用此 ID；其 {share:.0%} 位于社区 {place}。</translation>
    </message>
    <message>
        <source>Nothing tells how many people live in grid {grid}, so limits on population cannot be checked.</source>
        <translation>无从得知网格 {grid} 有多少人口，因此无法检查人口限制。</translation>
    </message>
    <message>
        <source>Community {community}: grids {count}, fewer than the minimum {bound}.</source>
        <translation>社区 {community}：有 {count} 个网格，少于下限 {bound}。</translation>
    </message>
    <message>
        <source>Community {community}: grids {count}, more than the maximum {bound}.</source>
        <translation>社区 {community}：有 {count} 个网格，多于上限 {bound}。</translation>
    </message>
    <message>
        <source>Grid {grid} has a population of {value:,.10g}, below the minimum {bound:,.10g}.</source>
        <translation>网格 {grid} 的人口为 {value:,.10g}，低于下限 {bound:,.10g}。</translation>
    </message>
    <message>
        <source>Grid {grid} has a population of {value:,.10g}, above the maximum {bound:,.10g}.</source>
        <translation>网格 {grid} 的人口为 {value:,.10g}，高于上限 {bound:,.10g}。</translation>
    </message>
    <message>
        <source>Grid {grid} measures {value:,.2f} m², below the minimum {bound:,.10g} m².</source>
        <translation>网格 {grid} 的面积为 {value:,.2f} m²，小于下限 {bound:,.10g} m²。</translation>
    </message>
    <message>
        <source>Grid {grid} measures {value:,.2f} m², above the maximum {bound:,.10g} m².</source>
        <translation>网格 {grid} 的面积为 {value:,.2f} m²，大于上限 {bound:,.10g} m²。</translation>
    </message>
    <message>
        <source>The grid (feature {fid}) has no code.</source>
        <translation>该网格（要素 {fid}）没有编码。</translation>
    </message>
    <message>
        <source>Grid code {grid} of feature {fid} is used by another grid too.</source>
        <translation>要素 {fid} 的网格编码 {grid} 与另一个网格的编码相同。</translation>
    </message>
    <message>
        <source>A piece of {area:,.2f} m² is larger than {parameter} ({bound:,.10g} m²): a person has to decide.</source>
        <translation>其中一块为 {area:,.2f} m²，大于 {parameter}（{bound:,.10g} m²）：须由人工决定。</translation>
    </message>
    <message>
        <source>Only grids that are locked, or invalid, could change here.</source>
        <translation>此处只有已锁定或无效的网格可以改动。</translation>
    </message>
    <message>
        <source>If it were moved, a grid would lose most of its ground or fall into more parts.</source>
        <translation>调整此处会使网格失去大部分土地，或分成更多部分。</translation>
    </message>
    <message>
        <source>No grid of the community borders on it.</source>
        <translation>该社区没有与之相邻的网格。</translation>
    </message>
    <message>
        <source>A person accepted it.</source>
        <translation>已由人工认可。</translation>
    </message>
    <message>
        <source>Moving it would bring another finding that is not there now.</source>
        <translation>调整此处会带来目前没有的其他问题。</translation>
    </message>
    <message>
        <source>What lies round it could not be mended without another finding.</source>
        <translation>修复其周围必然会带来其他问题。</translation>
    </message>
    <message>
        <source>A repair of borders does not change this: a person has to decide.</source>
        <translation>修复边界不能解决此问题：须由人工决定。</translation>
    </message>
    <message>
        <source>One of the grids is locked, or their borders are farther apart than float noise.</source>
        <translation>其中一个网格已锁定，或两条边界的间距超过浮点误差。</translation>
    </message>
    <message>
        <source>The grids are of two communities: the spill has to be cut, or the communities themselves overlap.</source>
        <translation>两个网格属于不同社区：须切除越界部分，或者是社区之间本身有重叠。</translation>
    </message>
    <message>
        <source>The repair was given up: whatever is moved, the check finds something that was not there before. Nothing was written; mend the findings of “Validate grids” by hand.</source>
        <translation>修复已放弃：无论如何调整，检查都会发现原来没有的问题。没有写入任何内容；请手工修正“检查网格”发现的问题。</translation>
    </message>
</context>
<context>
    <name>CoverageParameters</name>
    <message>
        <source>Limits on population need to know who lives where: give POPULATION_FIELD.</source>
        <translation>人口限制需要知道人口分布：请给出 POPULATION_FIELD。</translation>
    </message>
    <message>
        <source>Errors found: {errors}. The outputs were written.</source>
        <translation>发现错误：{errors} 个。输出已写入。</translation>
    </message>
    <message>
        <source>What grid codes have to look like, and that they start with the community&apos;s code. Without it they only have to be there, each once.</source>
        <translation>网格编码应采用的格式，并须以社区编码开头。不指定时只要求有编码且不重复。</translation>
    </message>
    <message>
        <source>Ignore gaps, overlaps and spills below (m²)</source>
        <translation>忽略小于此面积的缝隙、重叠和越界（m²）</translation>
    </message>
    <message>
        <source>Float noise of coordinates. Each connected piece counts by itself; one of just this size is told.</source>
        <translation>坐标的浮点误差。每个连通的图块单独计算；恰为此值的予以报告。</translation>
    </message>
    <message>
        <source>Warn only of gaps, overlaps and spills below (m²)</source>
        <translation>小于此面积的缝隙、重叠和越界仅作警告（m²）</translation>
    </message>
    <message>
        <source>Slivers: such a piece is a warning, one of this size or larger an error.</source>
        <translation>碎片：小于此值的图块为警告，等于或大于此值的为错误。</translation>
    </message>
    <message>
        <source>Findings of an earlier run that were accepted</source>
        <translation>此前运行中已认可的问题</translation>
    </message>
    <message>
        <source>The findings as an earlier run wrote them, with “accepted” set to true by a person. A finding of the same kind, ids and place is marked as accepted, with the note, and not counted.</source>
        <translation>此前运行写出的问题，其中“accepted”由人工设为 true。类型、ID 和位置都相同的问题标记为已认可，保留备注，不计入问题数。</translation>
    </message>
    <message>
        <source>What to check</source>
        <translation>检查内容</translation>
    </message>
    <message>
        <source>Kinds of findings. All of them, unless some are left out; a repair mends and tells the chosen ones only.</source>
        <translation>问题的类型。默认全部检查，除非去掉其中一些；修复时只修复和报告所选的类型。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>One feature a finding: the place itself, or the grid or community that a rule is about.</source>
        <translation>每个问题一个要素：问题位置本身，或规则所针对的网格或社区。</translation>
    </message>
    <message>
        <source>Borders that do not match</source>
        <translation>边界节点不一致</translation>
    </message>
    <message>
        <source>Where two grids do not share their border vertex for vertex though no area is lost.</source>
        <translation>两个网格的公共边界节点不一致、但没有面积缺失的位置。</translation>
    </message>
    <message>
        <source>Status of the communities</source>
        <translation>社区状态</translation>
    </message>
    <message>
        <source>One row a community: valid or not, and its gaps, overlaps, spills, errors and warnings.</source>
        <translation>每个社区一行：是否有效，以及缝隙、重叠、越界、错误和警告。</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Accepted findings</source>
        <translation>已认可的问题</translation>
    </message>
    <message>
        <source>Communities without errors</source>
        <translation>没有错误的社区</translation>
    </message>
    <message>
        <source>Communities with errors</source>
        <translation>有错误的社区</translation>
    </message>
    <message>
        <source>Gaps (m²)</source>
        <translation>缝隙（m²）</translation>
    </message>
    <message>
        <source>Overlaps (m²)</source>
        <translation>重叠（m²）</translation>
    </message>
    <message>
        <source>Spills (m²)</source>
        <translation>越界（m²）</translation>
    </message>
    <message>
        <source>A larger one is left for a person. Each connected piece counts by itself.</source>
        <translation>更大的留待人工处理。每个连通的图块单独计算。</translation>
    </message>
    <message>
        <source>Largest gap to close (m²)</source>
        <translation>可填补的最大缝隙（m²）</translation>
    </message>
    <message>
        <source>Largest overlap to resolve (m²)</source>
        <translation>可消除的最大重叠（m²）</translation>
    </message>
    <message>
        <source>Largest spill to cut (m²)</source>
        <translation>可切除的最大越界（m²）</translation>
    </message>
    <message>
        <source>Width up to which borders are snapped together (m)</source>
        <translation>边界吸附的最大宽度（米）</translation>
    </message>
    <message>
        <source>Slivers not wider than this are mended however long they are, beyond the largest areas too. Their width is twice the area divided by the perimeter.</source>
        <translation>不宽于此值的碎片，无论多长都予以修复，面积超过上限也不例外。宽度为面积的两倍除以周长。</translation>
    </message>
    <message>
        <source>Field of the grids that are locked</source>
        <translation>网格锁定字段</translation>
    </message>
    <message>
        <source>Where it is true, the grid&apos;s ground does not change.</source>
        <translation>为真时，该网格的土地不变。</translation>
    </message>
    <message>
        <source>Points or polygons with people, to count those on moved ground</source>
        <translation>人口点或人口多边形，用于统计调整土地上的人口</translation>
    </message>
    <message>
        <source>In any coordinate system. Without it nobody tells how many people a moved piece has.</source>
        <translation>可以用任何坐标系。不指定时，无从得知所调整的图块有多少人口。</translation>
    </message>
    <message>
        <source>Field of that layer with the population (people)</source>
        <translation>该图层的人口字段（人）</translation>
    </message>
    <message>
        <source>People of each point or polygon. Without it each point counts one; polygons need it.</source>
        <translation>每个点或多边形的人口。不指定时每个点计为一人；多边形必须指定。</translation>
    </message>
    <message>
        <source>Repaired grids</source>
        <translation>修复后的网格</translation>
    </message>
    <message>
        <source>All grids with their fields, in their order. What needed no repair is as it was; heights of grids that changed are 0.</source>
        <translation>全部网格及其字段，顺序不变。不需修复的保持原样；有改动的网格，高程变为 0。</translation>
    </message>
    <message>
        <source>Pieces of ground that were moved</source>
        <translation>调整的图块</translation>
    </message>
    <message>
        <source>One feature a piece: what it was, the grid that lost it, the grid that has it now.</source>
        <translation>每个图块一个要素：原为何种问题，失去它的网格，现在拥有它的网格。</translation>
    </message>
    <message>
        <source>Findings that are left</source>
        <translation>剩余问题</translation>
    </message>
    <message>
        <source>As “Validate grids” finds them in the result, with the reason why each is left.</source>
        <translation>“检查网格”在结果中发现的问题，并注明各自未处理的原因。</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>修复处数</translation>
    </message>
    <message>
        <source>Ground that was moved (m²)</source>
        <translation>调整的土地（m²）</translation>
    </message>
    <message>
        <source>Grids whose vertices alone changed</source>
        <translation>只改动了节点的网格</translation>
    </message>
    <message>
        <source>End with an error if there are errors</source>
        <translation>有错误时以错误结束</translation>
    </message>
    <message>
        <source>Outputs are written nevertheless. For batches, which look at the exit status.</source>
        <translation>输出仍会写入。用于检查退出状态的批处理。</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Polygons of the grids, in any coordinate system; the overlay is done in it.</source>
        <translation>网格多边形，可用任何坐标系；叠加运算在该坐标系中进行。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>Without it grids are called by their feature ids, and codes are not checked.</source>
        <translation>不指定时以要素 ID 称呼网格，并且不检查编码。</translation>
    </message>
    <message>
        <source>Field of the grids with the community&apos;s id</source>
        <translation>网格中的社区 ID 字段</translation>
    </message>
    <message>
        <source>Which community a grid belongs to. Without it the geometry tells: where most of it lies.</source>
        <translation>说明网格属于哪个社区。不指定时由几何位置判断：以大部分所在的社区为准。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s population (people)</source>
        <translation>网格人口字段（人）</translation>
    </message>
    <message>
        <source>Limits on population need it.</source>
        <translation>人口限制需要此字段。</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>The polygons that the grids have to tile, in any coordinate system.</source>
        <translation>网格须恰好铺满的多边形，可用任何坐标系。</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>缝隙</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>重叠</translation>
    </message>
    <message>
        <source>Spills over the community&apos;s edge</source>
        <translation>超出社区边界（越界）</translation>
    </message>
    <message>
        <source>Communities without grids</source>
        <translation>无网格社区</translation>
    </message>
    <message>
        <source>Grids in no community</source>
        <translation>无归属网格</translation>
    </message>
    <message>
        <source>Grids in another community than they say</source>
        <translation>社区归属错误的网格</translation>
    </message>
    <message>
        <source>Grids in parts</source>
        <translation>不连片的网格</translation>
    </message>
    <message>
        <source>Invalid geometries</source>
        <translation>无效几何图形</translation>
    </message>
    <message>
        <source>Empty geometries</source>
        <translation>空几何图形</translation>
    </message>
    <message>
        <source>Grids with the same ground</source>
        <translation>图形重复的网格</translation>
    </message>
    <message>
        <source>Number of grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Missing codes</source>
        <translation>缺少编码</translation>
    </message>
    <message>
        <source>Form of codes</source>
        <translation>编码格式</translation>
    </message>
    <message>
        <source>Start of codes</source>
        <translation>编码开头</translation>
    </message>
    <message>
        <source>Double codes</source>
        <translation>编码重复</translation>
    </message>
</context>
<context>
    <name>Crs</name>
    <message>
        <source>{parameter}: feature {fid} has coordinates that cannot be brought from {source} to {target}. Check that the layer&apos;s CRS is right.</source>
        <translation>{parameter}：要素 {fid} 的坐标无法从 {source} 转换到 {target}。请检查图层的坐标系是否正确。</translation>
    </message>
    <message>
        <source>“{crs}” is not a coordinate system that PROJ understands.</source>
        <translation>“{crs}”不是 PROJ 能识别的坐标系。</translation>
    </message>
    <message>
        <source>{crs} is not tied to an ellipsoid, so areas cannot be measured. Assign a projected or geographic CRS; for a local system define a custom projected CRS.</source>
        <translation>{crs} 没有关联椭球体，无法量算面积。请指定投影坐标系或地理坐标系；对于地方坐标系，请自定义投影坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: {crs} has coordinates in degrees, but those of the layer run over {bounds}. They seem to be metres or feet: assign the layer the projected CRS that they are in.</source>
        <translation>{parameter}：{crs} 的坐标单位是度，但图层坐标范围为 {bounds}，看起来是米或英尺：请为图层指定坐标实际所用的投影坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the coordinates of the layer ({bounds}) seem to have latitude and longitude swapped. Swap x and y, or load the layer again with the right axis order.</source>
        <translation>{parameter}：图层坐标（{bounds}）的经度和纬度似乎颠倒了。请交换 x 和 y，或按正确的轴顺序重新加载图层。</translation>
    </message>
    <message>
        <source>{parameter}: {crs} has coordinates in metres or feet, but those of the layer ({bounds}) seem to be degrees. Assign the layer the geographic CRS that they are in.</source>
        <translation>{parameter}：{crs} 的坐标单位是米或英尺，但图层坐标（{bounds}）看起来是度。请为图层指定坐标实际所用的地理坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the coordinates {bounds} have no place on the Earth in {crs}. Assign the layer its right CRS.</source>
        <translation>{parameter}：坐标 {bounds} 按 {crs} 在地球上没有对应位置。请为图层指定正确的坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the eastings of the layer ({bounds}) start with the zone number {zone}, but {crs} has none. Assign the CRS of zone {zone} with the number in its false easting.</source>
        <translation>{parameter}：图层的东坐标（{bounds}）以带号 {zone} 开头，但 {crs} 不带带号。请指定东偏移中含带号的第 {zone} 带坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the eastings of {crs} start with a zone number, but those of the layer do not ({bounds}). Assign the CRS that is named after its central meridian (CM).</source>
        <translation>{parameter}：{crs} 的东坐标以带号开头，但图层的东坐标不带带号（{bounds}）。请指定以中央子午线（CM）命名的坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the eastings of the layer ({bounds}) start with the zone number {found}, those of {crs} with {wanted}. Assign the CRS of zone {found}.</source>
        <translation>{parameter}：图层的东坐标（{bounds}）以带号 {found} 开头，而 {crs} 的东坐标以 {wanted} 开头。请指定第 {found} 带的坐标系。</translation>
    </message>
    <message>
        <source>{parameter}: the layer has no coordinate system. Assign the one that its coordinates are in and run again.</source>
        <translation>{parameter}：图层没有坐标系。请为其指定坐标实际所用的坐标系，然后重新运行。</translation>
    </message>
    <message>
        <source>{parameter}: no transformation from {source} to {target} is known for this place, only a rough one that leaves the coordinates where they are and may be wrong by 100 m. Get the control-point parameters for your city, define a custom CRS with them (WKT with TOWGS84) and reproject the layer to WGS 84 first, or use a layer that is already in {target}.</source>
        <translation>{parameter}：在该地区没有已知的从 {source} 到 {target} 的转换，只有一种粗略的转换，它不改变坐标，误差可能达 100 m。请取得本市的控制点转换参数，用它自定义坐标系（带 TOWGS84 的 WKT），先将图层重投影到 WGS 84；或者使用坐标系已是 {target} 的图层。</translation>
    </message>
    <message>
        <source>{parameter}: {source} is taken to be equal to {target}; they differ by less than about 2 m.</source>
        <translation>{parameter}：将 {source} 视为与 {target} 相同；二者相差不到约 2 m。</translation>
    </message>
    <message>
        <source>{parameter}: from {source} to {target} coordinates are true to {accuracy:g} m.</source>
        <translation>{parameter}：从 {source} 到 {target}，坐标精度为 {accuracy:g} m。</translation>
    </message>
    <message>
        <source>{parameter}: the layer has coordinates that are no finite numbers ({bounds}). Repair its geometries.</source>
        <translation>{parameter}：图层中有坐标不是有限数值（{bounds}）。请修复其几何图形。</translation>
    </message>
    <message>
        <source>{parameter}: the layer lies outside the area that {crs} is made for ({area}). Check that its CRS is right.</source>
        <translation>{parameter}：图层位于 {crs} 的适用范围（{area}）之外。请检查其坐标系是否正确。</translation>
    </message>
</context>
<context>
    <name>Existing</name>
    <message>
        <source>Invalid grids of EXISTING made valid: {count} (features: {fids}).</source>
        <translation>已修复的 EXISTING 无效网格：{count} 个（要素：{fids}）。</translation>
    </message>
</context>
<context>
    <name>Faces</name>
    <message>
        <source>Open ends of BARRIERS extended to the next line: {count}.</source>
        <translation>已延长到下一条线的 BARRIERS 悬挂端：{count} 个。</translation>
    </message>
    <message>
        <source>Open ends of BARRIERS that reach no other line and divide nothing: {count}.</source>
        <translation>未到达其他线、不起分隔作用的 BARRIERS 悬挂端：{count} 个。</translation>
    </message>
    <message>
        <source>Hard barriers with an open end, round which a grid may lie on both sides: {count} (features: {fids}). Draw them on to another barrier or to the community&apos;s edge, or raise BARRIER_EXTEND.</source>
        <translation>有悬挂端的不得跨越的屏障，网格可能绕过其端点位于两侧：{count} 个（要素：{fids}）。请将其画到另一条屏障或社区边界，或加大 BARRIER_EXTEND。</translation>
    </message>
    <message>
        <source>Small or narrow faces between BARRIERS that went to a neighbour: {count}.</source>
        <translation>BARRIERS 之间过小或过窄、已并入相邻地块的路围地块：{count} 个。</translation>
    </message>
    <message>
        <source>Small or narrow faces that stay, with hard barriers or grids of their own all around: {count}.</source>
        <translation>四周都是不得跨越的屏障或专属网格，因而保留的过小或过窄的路围地块：{count} 个。</translation>
    </message>
    <message>
        <source>Polygons of KEEP_WHOLE that are blocks of their own, cut out of the faces: {count}.</source>
        <translation>从路围地块中切出、自成地块的 KEEP_WHOLE 面：{count} 个。</translation>
    </message>
    <message>
        <source>BARRIERS of community {community_id} could not be made into blocks that tile it exactly. Mend the outline of the community: cuts or spikes narrower than 0.01 mm are likely.</source>
        <translation>无法由社区 {community_id} 的 BARRIERS 得到恰好铺满社区的地块。请修正社区轮廓：很可能有窄于 0.01 mm 的切口或尖刺。</translation>
    </message>
</context>
<context>
    <name>Fitting</name>
    <message>
        <source>Blocks made valid: {count} (features of BLOCKS: {fids}).</source>
        <translation>已修复为有效的地块：{count} 个（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>Blocks in several parts, taken apart with their people by area: {count} (features of BLOCKS: {fids}).</source>
        <translation>由多个部分组成的地块，已拆开，人口按面积分摊：{count} 个（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>Blocks stuck out of the community by {amount:,.2f} m², which was cut off.</source>
        <translation>地块超出社区范围 {amount:,.2f} m²，超出部分已切除。</translation>
    </message>
    <message>
        <source>Blocks left {amount:,.2f} m² of the community uncovered, which went to the neighbouring blocks.</source>
        <translation>地块在社区内留下 {amount:,.2f} m² 未覆盖，已划归相邻地块。</translation>
    </message>
    <message>
        <source>Pieces of blocks, or of uncovered ground, that became blocks of their own: {count}.</source>
        <translation>成为单独地块的地块碎片或未覆盖土地：{count} 处。</translation>
    </message>
    <message>
        <source>Blocks without ground in the community, which belong to no grid: {count}, with a population of {amount:,.10g} (features of BLOCKS: {fids}).</source>
        <translation>在社区内没有土地、不属于任何网格的地块：{count} 个，人口 {amount:,.10g} 人（BLOCKS 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>BLOCKS of community {community_id} overlap. Places: {count}; the largest is {area:,.2f} m², between features {one} and {other}; up to {bound:,.2g} m² pass for noise. Remove duplicates, or mend the blocks&apos; outlines.</source>
        <translation>社区 {community_id} 的 BLOCKS 有重叠，共 {count} 处；最大一处为 {area:,.2f} 平方米，位于要素 {one} 与 {other} 之间；不超过 {bound:,.2g} 平方米的视为误差。请删除重复地块，或修正地块轮廓。</translation>
    </message>
    <message>
        <source>BLOCKS leave {misfit:,.0f} m² of community {community_id} uncovered, {share:.1%} of its {ground:,.0f} m²; at most {bound:.0%} can be mended.</source>
        <translation>社区 {community_id} 有 {misfit:,.0f} m² 未被 BLOCKS 覆盖，占其面积 {ground:,.0f} m² 的 {share:.1%}；最多只能修补 {bound:.0%}。</translation>
    </message>
    <message>
        <source>BLOCKS stick out of community {community_id} by {misfit:,.0f} m², {share:.1%} of its {ground:,.0f} m²; at most {bound:.0%} can be cut off.</source>
        <translation>BLOCKS 超出社区 {community_id} 范围 {misfit:,.0f} m²，相当于其面积 {ground:,.0f} m² 的 {share:.1%}；最多只能切除 {bound:.0%}。</translation>
    </message>
    <message>
        <source>BLOCKS of community {community_id} could not be made to tile it exactly. Mend their outlines: nodes closer than 1 cm, spikes or lines that cross at very small angles are likely.</source>
        <translation>社区 {community_id} 的 BLOCKS 无法修整为与社区严丝合缝。请修正地块轮廓：可能有间距小于 1 cm 的节点、尖刺，或以极小角度相交的线。</translation>
    </message>
</context>
<context>
    <name>Geodesy</name>
    <message>
        <source>The coordinates {x}, {y} have no place on the Earth in {crs}. Assign the layer its right CRS.</source>
        <translation>坐标 {x}, {y} 按 {crs} 在地球上没有对应位置。请为图层指定正确的坐标系。</translation>
    </message>
    <message>
        <source>A ring goes round a pole; its area cannot be measured. Cut it into parts that do not.</source>
        <translation>有一个环围绕极点，无法量算其面积。请把它切分成不围绕极点的部分。</translation>
    </message>
</context>
<context>
    <name>GridCodes</name>
    <message>
        <source>INPUT: grids whose GRID_COMMUNITY is the id of no community: {count} (such as {ids}; features: {fids}). Check that GRID_COMMUNITY and COMMUNITY_ID hold the same ids, such as “{id}”, with their leading zeros.</source>
        <translation>INPUT：GRID_COMMUNITY 不是任何社区 id 的网格：{count} 个（如 {ids}；要素：{fids}）。请检查 GRID_COMMUNITY 与 COMMUNITY_ID 是否为相同的 id（如“{id}”），并保留前导零。</translation>
    </message>
    <message>
        <source>{parameter}: {path} has a layer “{layer}” already. A register of withdrawn codes that lies beside other layers could be lost by an error; give it a file of its own.</source>
        <translation>{parameter}：{path} 中已有图层“{layer}”。与其他图层放在一起的注销编码登记表可能因出错而丢失；请为它单独使用一个文件。</translation>
    </message>
    <message>
        <source>{parameter}: {path} is there already, and is no register of withdrawn codes: a file with one layer that has a field “code” and no geometry. Choose another file.</source>
        <translation>{parameter}：{path} 已存在，但不是注销编码登记表，即只有一个图层、带字段“code”且没有几何图形的文件。请选择别的文件。</translation>
    </message>
    <message>
        <source>{parameter}: {path} is there already, but QGIS would write the register to {written}. Rename the file, or choose a GeoPackage (.gpkg).</source>
        <translation>{parameter}：{path} 已存在，但 QGIS 会将登记表写入 {written}。请重命名该文件，或选择 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
        <source>{parameter}: a register of withdrawn codes at {destination} would not be found again by the next run, and codes would be given twice. Choose a GeoPackage (.gpkg) or a CSV file (.csv).</source>
        <translation>{parameter}：位于 {destination} 的注销编码登记表，下次运行时将无法找到，编码会被重复给出。请选择 GeoPackage（.gpkg）或 CSV 文件（.csv）。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no field “code”. Choose the field with the withdrawn codes (RETIRED_CODE).</source>
        <translation>{parameter}：图层 {layer} 没有字段“code”。请选择注销编码的字段（RETIRED_CODE）。</translation>
    </message>
    <message>
        <source>Community {community} has no room for new codes. Grids that need one: {count}; highest number that was given: {highest}; highest that the code scheme holds: {most}. Numbers of withdrawn codes are not given again.</source>
        <translation>社区 {community} 没有新编码的余地。需要编码的网格：{count} 个；已给出的最大编号：{highest}；编码方案容许的最大编号：{most}。已注销编码的编号不再使用。</translation>
    </message>
    <message>
        <source>{parameter}: withdrawn codes that have lost their leading zeros: {count} ({codes}). The codes with these zeros are not given again. Keep codes in a text field.</source>
        <translation>{parameter}：丢失开头的 0 的已注销编码：{count} 个（{codes}）。补上这些 0 后的编码不再给出。请用文本字段保存编码。</translation>
    </message>
    <message>
        <source>{parameter}: withdrawn codes that do not fit the scheme, and keep no code from being given: {count} ({codes}).</source>
        <translation>{parameter}：不符合编码方案的已注销编码，它们不会阻止任何编码被给出：{count} 个（{codes}）。</translation>
    </message>
    <message>
        <source>The grids of community {community} get no codes. {why}</source>
        <translation>社区 {community} 的网格得不到编码。{why}</translation>
    </message>
    <message>
        <source>The grids of community {community} get no codes: several communities have the code “{code}” ({communities}). Give each its own in COMMUNITY_CODE.</source>
        <translation>社区 {community} 的网格得不到编码：多个社区使用编码“{code}”（{communities}）。请在 COMMUNITY_CODE 中给每个社区各自的编码。</translation>
    </message>
    <message>
        <source>Codes of PREVIOUS that do not fit the scheme, or do not start with the community&apos;s code, so that their grids do not keep them: {count} ({codes}).</source>
        <translation>PREVIOUS 中不符合编码方案、或不以社区编码开头的编码，其网格不保留它们：{count} 个（{codes}）。</translation>
    </message>
    <message>
        <source>Codes of PREVIOUS that were withdrawn before, so that their grids do not keep them: {count} ({codes}).</source>
        <translation>PREVIOUS 中以前已注销的编码，其网格不保留它们：{count} 个（{codes}）。</translation>
    </message>
    <message>
        <source>Codes of PREVIOUS that another grid with more common ground keeps, so that their grids do not keep them: {count} ({codes}).</source>
        <translation>PREVIOUS 中由公共地面更大的另一网格保留的编码，其余网格不保留它们：{count} 个（{codes}）。</translation>
    </message>
    <message>
        <source>Codes of PREVIOUS with the number 0, of communities that were not divided and are now (or were and are not), so that their grids do not keep them: {count} ({codes}).</source>
        <translation>PREVIOUS 中编号为 0 的编码，其社区原先未划分而现在划分（或相反），其网格不保留它们：{count} 个（{codes}）。</translation>
    </message>
    <message>
        <source>PREVIOUS: grids without a code: {count} (features: {fids}).</source>
        <translation>PREVIOUS：没有编码的网格：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>PREVIOUS: codes that several grids have: {count} ({codes}; features: {fids}).</source>
        <translation>PREVIOUS：多个网格共有的编码：{count} 个（{codes}；要素：{fids}）。</translation>
    </message>
    <message>
        <source>INPUT: grids in no community, which get no code: {count} (features: {fids}).</source>
        <translation>INPUT：不在任何社区内、得不到编码的网格：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>INPUT: grids without ground, which get no code: {count} (features: {fids}).</source>
        <translation>INPUT：没有地面、得不到编码的网格：{count} 个（要素：{fids}）。</translation>
    </message>
</context>
<context>
    <name>GridManagerAlgorithm</name>
    <message>
        <source>Python packages that are missing or too old: {packages}. Install them into the Python that QGIS uses: on Debian and Ubuntu with apt (python3-shapely, python3-scipy, python3-pyproj) or, where the distribution&apos;s are too old, with pip (“shapely&gt;=2,&lt;2.1” together with “numpy&lt;2” on Debian 12); on Windows with the OSGeo4W installer. Then restart QGIS.</source>
        <translation>缺少以下 Python 包，或其版本过旧：{packages}。请将其安装到 QGIS 所用的 Python 中：在 Debian 和 Ubuntu 上用 apt 安装（python3-shapely、python3-scipy、python3-pyproj）；若发行版自带的版本过旧，则用 pip 安装（在 Debian 12 上用“shapely&gt;=2,&lt;2.1”并同时用“numpy&lt;2”）；在 Windows 上用 OSGeo4W 安装程序。然后重新启动 QGIS。</translation>
    </message>
</context>
<context>
    <name>GridManagerProvider</name>
    <message>
        <source>Grid Manager</source>
        <translation>网格管理</translation>
    </message>
</context>
<context>
    <name>GuardedRun</name>
    <message>
        <source>The run was cancelled; no output was kept.</source>
        <translation>运行已取消；没有保留任何输出。</translation>
    </message>
</context>
<context>
    <name>Kept</name>
    <message>
        <source>Polygons of KEEP_WHOLE made valid: {count} (features: {fids}).</source>
        <translation>已修复为有效的 KEEP_WHOLE 面：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Polygons of KEEP_WHOLE across the community&apos;s edge, whose ground in it is kept whole: {count} (features: {fids}).</source>
        <translation>跨越社区边界的 KEEP_WHOLE 面，其位于社区内的部分保持完整：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Polygons of KEEP_WHOLE that overlap others and are kept whole together with them: {count} (features: {fids}).</source>
        <translation>与其他面重叠、一起保持完整的 KEEP_WHOLE 面：{count} 个（要素 {fids}）。</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>en</source>
        <extracomment>The language of the translation as an HTML lang attribute, such as zh-CN; not its name.</extracomment>
        <translation>zh-CN</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Grid 1</source>
        <translation>网格 1</translation>
    </message>
    <message>
        <source>Grid 2</source>
        <translation>网格 2</translation>
    </message>
    <message>
        <source>Grid 3</source>
        <translation>网格 3</translation>
    </message>
    <message>
        <source>Grid 4</source>
        <translation>网格 4</translation>
    </message>
    <message>
        <source>Grid 5</source>
        <translation>网格 5</translation>
    </message>
    <message>
        <source>Grid 6 (colours repeat)</source>
        <translation>网格 6（颜色循环）</translation>
    </message>
    <message>
        <source>Relaxed: breaks a limit</source>
        <translation>已放宽：突破限制</translation>
    </message>
    <message>
        <source>Infeasible: not divided</source>
        <translation>不可行：未划分</translation>
    </message>
    <message>
        <source>Failed: not divided</source>
        <translation>失败：未划分</translation>
    </message>
    <message>
        <source>Error: gap</source>
        <translation>错误：缝隙</translation>
    </message>
    <message>
        <source>Error: overlap</source>
        <translation>错误：重叠</translation>
    </message>
    <message>
        <source>Error: spill</source>
        <translation>错误：越界</translation>
    </message>
    <message>
        <source>Error: rule of a grid or community</source>
        <translation>错误：网格或社区规则</translation>
    </message>
    <message>
        <source>Warning: sliver</source>
        <translation>警告：碎片</translation>
    </message>
    <message>
        <source>Warning: border that does not match</source>
        <translation>警告：边界节点不一致</translation>
    </message>
    <message>
        <source>Border that does not match</source>
        <translation>边界节点不一致</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已认可</translation>
    </message>
    <message>
        <source>Zoom to the next finding</source>
        <translation>缩放到下一个问题</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Gap closed</source>
        <translation>缝隙已填补</translation>
    </message>
    <message>
        <source>Overlap resolved</source>
        <translation>重叠已消除</translation>
    </message>
    <message>
        <source>Spill cut</source>
        <translation>越界已切除</translation>
    </message>
    <message>
        <source>Other repair</source>
        <translation>其他修复</translation>
    </message>
    <message>
        <source>Went to another grid</source>
        <translation>归入别的网格</translation>
    </message>
    <message>
        <source>Was in no grid</source>
        <translation>原先不属于任何网格</translation>
    </message>
    <message>
        <source>In no grid now</source>
        <translation>现在不属于任何网格</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>{parameter} is {value}; it must be a whole number from 1 to 99.</source>
        <translation>{parameter} 为 {value}；必须是 1 到 99 的整数。</translation>
    </message>
    <message>
        <source>{parameter} is {value}; it must be a number of 0 or more.</source>
        <translation>{parameter} 为 {value}；必须是不小于 0 的数。</translation>
    </message>
    <message>
        <source>{parameter} is {value}; it must be a percentage of 0 or more.</source>
        <translation>{parameter} 为 {value}；必须是不小于 0 的百分比。</translation>
    </message>
    <message>
        <source>{low_name} ({low}) is above {high_name} ({high}).</source>
        <translation>{low_name}（{low}）大于 {high_name}（{high}）。</translation>
    </message>
</context>
<context>
    <name>LinkParameters</name>
    <message>
        <source>Survey points</source>
        <translation>普查点</translation>
    </message>
    <message>
        <source>Components, houses, cases, people: one place a feature, in any coordinate system. A CSV file comes in as a delimited text layer.</source>
        <translation>部件、房屋、案件、人口：每个要素一处位置，可用任何坐标系。CSV 文件以分隔文本图层的方式加入。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code that the surveyor typed</source>
        <translation>普查员所填网格编码的字段</translation>
    </message>
    <message>
        <source>Compared with the grid that the point lies in. Blanks, full-width digits and lost leading zeros make no other code; they are counted.</source>
        <translation>与点所在的网格比较。空格、全角数字和丢失的开头的 0 不算编码不同，只计数。</translation>
    </message>
    <message>
        <source>Field with the point&apos;s id</source>
        <translation>点的 ID 字段</translation>
    </message>
    <message>
        <source>Ids that several points have are counted and told.</source>
        <translation>多个点使用同一 ID 时，计数并报告。</translation>
    </message>
    <message>
        <source>Linked points</source>
        <translation>已关联的点</translation>
    </message>
    <message>
        <source>The points that have a grid, with their own fields and grid_code, link_rule (inside, border, nearest) and link_distance_m (metres).</source>
        <translation>有网格的点，带原有字段以及 grid_code、link_rule（inside、border、nearest）和 link_distance_m（米）。</translation>
    </message>
    <message>
        <source>Points without a grid</source>
        <translation>没有网格的点</translation>
    </message>
    <message>
        <source>With reason (outside, too_far, no_geometry, invalid_coordinates), nearest_code and distance_m (metres to the nearest grid).</source>
        <translation>带有 reason（outside、too_far、no_geometry、invalid_coordinates）、nearest_code 和 distance_m（到最近网格的米数）。</translation>
    </message>
    <message>
        <source>Linked points for which another code was typed</source>
        <translation>编码不一致的已关联点</translation>
    </message>
    <message>
        <source>With typed_code, grid_code, typed_exists (it is the code of a grid) and distance_m (metres to that grid).</source>
        <translation>带有 typed_code、grid_code、typed_exists（是否为某个网格的编码）和 distance_m（到该网格的米数）。</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Polygons of the grids. Points are brought to their coordinate system, where borders run.</source>
        <translation>网格多边形。点会转换到其坐标系，边界在该坐标系中为直线。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>A grid without a code owns no points; features with the same code are one grid.</source>
        <translation>没有编码的网格不拥有任何点；编码相同的要素为一个网格。</translation>
    </message>
    <message>
        <source>Largest distance to a grid (m)</source>
        <translation>到网格的最大距离（米）</translation>
    </message>
    <message>
        <source>Metres on the ellipsoid up to which a point outside all grids belongs to the nearest one. 0: inside or on a border only.</source>
        <translation>椭球面上的米数：所有网格之外的点，到最近网格的距离不超过此值时归入该网格。0 表示只算网格内或边界上的点。</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Points for which another code was typed</source>
        <translation>编码不一致的点</translation>
    </message>
    <message>
        <source>Points inside a grid</source>
        <translation>网格内的点</translation>
    </message>
    <message>
        <source>Points on a border</source>
        <translation>边界上的点</translation>
    </message>
    <message>
        <source>Points linked to the nearest grid</source>
        <translation>关联到最近网格的点</translation>
    </message>
    <message>
        <source>Points for which no code was typed</source>
        <translation>未填写编码的点</translation>
    </message>
</context>
<context>
    <name>LinkRegisterAlgorithm</name>
    <message>
        <source>Link people and households to grids</source>
        <translation>将人口和户关联到网格</translation>
    </message>
    <message>
        <source>Linking</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>grid,people,person,household,house,register,population,join,link,chain,id,code</source>
        <translation>网格,人口,人,户,家庭,房屋,台账,登记,连接,关联,链条,编号,编码</translation>
    </message>
    <message>
        <source>Gives people and households their grid: a person names a household, a household names a house, and the house lies in a grid. Houses are linked to grids as by “Link survey points to grids”.

Every record is counted: those with a grid and those without are all records. Where a chain breaks, the table of breaks says at which record, why and where: a house outside all grids, an id that nobody has, an empty one, an id that stands for houses in different grids. Whoever depends on a broken record has a row too.

An id that several records have is told, for each after the first; it breaks no chain as long as all of them lie in the same grid. A record without an id, or with one that another has, is linked all the same.

The answer does not depend on the order of the records. Ids are compared as text: blanks around them do not count, and a number field&apos;s 35.0 is 35.</source>
        <translation>为人口和户确定所属网格：人口记录指明所在的户，户指明所在的房屋，房屋落在网格中。房屋与网格的关联方式与“将普查点关联到网格”相同。

每条记录都计入：有网格的与没有网格的合起来就是全部记录。链条在哪里中断，断点表就说明是哪条记录、为什么、断在哪一步：房屋在所有网格之外、编号无人拥有、编号为空、编号对应不同网格中的多栋房屋。依赖中断记录的记录也各有一行。

多条记录共用的编号，从第二条起逐条列出；只要它们都在同一网格中，就不会使链条中断。没有编号或编号重复的记录照样关联。

结果与记录的顺序无关。编号按文本比较：首尾空格不计，数字字段的 35.0 就是 35。</translation>
    </message>
</context>
<context>
    <name>LinkReport</name>
    <message>
        <source>Points linked to grids</source>
        <translation>点与网格的关联</translation>
    </message>
    <message>
        <source>Link report</source>
        <translation>关联报告</translation>
    </message>
    <message>
        <source>Every point has a grid: {linked} of {points}.</source>
        <translation>每个点都有网格：{linked} / {points}。</translation>
    </message>
    <message>
        <source>Points with a grid: {linked} of {points}. Points without one: {left}.</source>
        <translation>有网格的点：{linked} / {points}。没有网格的点：{left}。</translation>
    </message>
    <message>
        <source>The layer has no points.</source>
        <translation>图层中没有点。</translation>
    </message>
    <message>
        <source>linked</source>
        <translation>已关联</translation>
    </message>
    <message>
        <source>without a grid</source>
        <translation>没有网格</translation>
    </message>
    <message>
        <source>another code typed</source>
        <translation>编码不一致</translation>
    </message>
    <message>
        <source>points</source>
        <translation>点数</translation>
    </message>
    <message>
        <source>grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>grids without points</source>
        <translation>没有点的网格</translation>
    </message>
    <message>
        <source>no code typed</source>
        <translation>未填写编码</translation>
    </message>
    <message>
        <source>Layer of points</source>
        <translation>点图层</translation>
    </message>
    <message>
        <source>Layer of grids</source>
        <translation>网格图层</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>Field with the code that was typed</source>
        <translation>所填编码的字段</translation>
    </message>
    <message>
        <source>Field with the point&apos;s id</source>
        <translation>点的 ID 字段</translation>
    </message>
    <message>
        <source>Largest distance to a grid</source>
        <translation>到网格的最大距离</translation>
    </message>
    <message>
        <source>inside or on a border only</source>
        <translation>只算网格内或边界上</translation>
    </message>
    <message>
        <source>CRS of the points</source>
        <translation>点的坐标系</translation>
    </message>
    <message>
        <source>CRS of the grids</source>
        <translation>网格的坐标系</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>The darker a grid, the more points it has. Points without a grid are drawn as far as they lie on the map; marks that would hide each other are drawn once.</source>
        <translation>网格颜色越深，点越多。没有网格的点，只画出位于地图范围之内的；会互相遮盖的标记只画一次。</translation>
    </message>
    <message>
        <source>few points</source>
        <translation>点少</translation>
    </message>
    <message>
        <source>many points</source>
        <translation>点多</translation>
    </message>
    <message>
        <source>no points</source>
        <translation>没有点</translation>
    </message>
    <message>
        <source>point without a grid</source>
        <translation>没有网格的点</translation>
    </message>
    <message>
        <source>point for which another code was typed</source>
        <translation>编码不一致的点</translation>
    </message>
    <message>
        <source>How each point came to its grid, or why it has none</source>
        <translation>各点怎样归入网格，或为何没有网格</translation>
    </message>
    <message>
        <source>Rule or reason</source>
        <translation>规则或原因</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>all points</source>
        <translation>全部点</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>网格内</translation>
    </message>
    <message>
        <source>Inside the grid; where grids overlap, in that with the lowest code.</source>
        <translation>在网格内；网格重叠处，归编码最小的网格。</translation>
    </message>
    <message>
        <source>border</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>On a border or corner; of the grids that it touches that with the lowest code.</source>
        <translation>在边界或角点上；归所接触的网格中编码最小的。</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>最近网格</translation>
    </message>
    <message>
        <source>Outside all grids, within the largest distance of the nearest one.</source>
        <translation>在所有网格之外，到最近网格的距离不超过最大距离。</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>网格之外</translation>
    </message>
    <message>
        <source>Outside all grids.</source>
        <translation>在所有网格之外。</translation>
    </message>
    <message>
        <source>too far</source>
        <translation>太远</translation>
    </message>
    <message>
        <source>Outside all grids, farther from the nearest one than the largest distance.</source>
        <translation>在所有网格之外，到最近网格的距离超过最大距离。</translation>
    </message>
    <message>
        <source>no geometry</source>
        <translation>没有几何图形</translation>
    </message>
    <message>
        <source>The feature has no coordinates.</source>
        <translation>要素没有坐标。</translation>
    </message>
    <message>
        <source>invalid coordinates</source>
        <translation>无效坐标</translation>
    </message>
    <message>
        <source>Coordinates that are no finite numbers, or cannot belong to the layer&apos;s CRS.</source>
        <translation>坐标不是有限数值，或不可能属于图层的坐标系。</translation>
    </message>
    <message>
        <source>Another code was typed</source>
        <translation>编码不一致之处</translation>
    </message>
    <message>
        <source>Points that lie in one grid while the code of another was typed, the most frequent pairs first. Many points of one pair often mean that a border has moved, or that a surveyor used an old map.</source>
        <translation>位于一个网格、却填写了另一个编码的点，次数最多的组合在前。同一组合的点很多，往往说明边界已经移动，或普查员用了旧地图。</translation>
    </message>
    <message>
        <source>Nowhere: every typed code is that of the point&apos;s grid.</source>
        <translation>没有：所填编码都是点所在网格的编码。</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>填写的编码</translation>
    </message>
    <message>
        <source>code of no grid</source>
        <translation>不是任何网格的编码</translation>
    </message>
    <message>
        <source>many different codes of no grid</source>
        <translation>多种不属于任何网格的编码</translation>
    </message>
    <message>
        <source>Lies in</source>
        <translation>所在网格</translation>
    </message>
    <message>
        <source>Left out here: {count}. The layer of mismatches has every point.</source>
        <translation>此处省略 {count} 组。编码不一致的图层中有全部的点。</translation>
    </message>
    <message>
        <source>one grid</source>
        <translation>唯一网格</translation>
    </message>
    <message>
        <source>Every point has exactly one grid or a reason. Codes are compared as text. The answer does not depend on the order of the features.</source>
        <translation>每个点要么恰好有一个网格，要么有一个没有网格的原因。编码按文本比较。结果与要素的顺序无关。</translation>
    </message>
    <message>
        <source>on a border</source>
        <translation>在边界上</translation>
    </message>
    <message>
        <source>Nearer to it than a thousandth of a millimetre, which is what coordinates are true to as numbers after they were brought to another CRS.</source>
        <translation>离边界不到千分之一毫米：坐标转换到另一坐标系之后，数值只能精确到这个程度。</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Metres on the ellipsoid, to the nearest place of the grid&apos;s border. Grids within 1 mm are equally far.</source>
        <translation>椭球面上的米数，到网格边界最近处。相差不超过 1 毫米的网格视为同样近。</translation>
    </message>
</context>
<context>
    <name>LinkSurveyPointsAlgorithm</name>
    <message>
        <source>Link survey points to grids</source>
        <translation>将普查点关联到网格</translation>
    </message>
    <message>
        <source>Linking</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>grid,point,survey,component,join,spatial join,nearest,assign,code</source>
        <translation>网格,点,普查,普查点,部件,案件,关联,连接,空间连接,最近,归属,编码,网格化管理,grid,point,survey,join,nearest</translation>
    </message>
    <message>
        <source>Gives each point exactly one grid and says by which rule. A point inside a grid belongs to it. On a border, on a corner or where grids overlap it belongs to the grid with the lowest code of those that it touches. Outside all grids it belongs to the nearest one within the largest distance; of grids that are equally far (to 1 mm) to that with the lowest code. Codes are compared as text.

Every point is counted: linked points and points without a grid are all points. Those without a grid come with the reason, the nearest grid and the distance. Where surveyors typed a code, points that lie in another grid are listed, with the distance to the grid that was typed.

The answer does not depend on the order of the features nor on the coordinate systems of the layers. Distances are metres on the ellipsoid.</source>
        <translation>为每个点确定唯一的网格，并说明依据的规则。位于网格内的点属于该网格。在边界上、角点上或网格重叠处，点属于所接触的网格中编码最小的。在所有网格之外，点属于最大距离以内最近的网格；距离相同（相差不超过 1 毫米）时，属于其中编码最小的。编码按文本比较。

每个点都计入：已关联的点与没有网格的点合起来就是全部的点。没有网格的点附有原因、最近的网格和距离。普查员填写了编码时，位于其他网格的点会列出，并附上到所填网格的距离。

结果与要素的顺序无关，也与图层的坐标系无关。距离为椭球面上的米数。</translation>
    </message>
</context>
<context>
    <name>Linking</name>
    <message>
        <source>MISMATCHES needs to know what was typed: give TYPED_CODE, the field with the codes.</source>
        <translation>MISMATCHES 需要知道填写了什么：请给出 TYPED_CODE，即所填编码的字段。</translation>
    </message>
    <message>
        <source>{parameter} is given, but not {needed}, which it needs. Give both, or leave {parameter} empty.</source>
        <translation>给出了 {parameter}，但没有给出它所需的 {needed}。请两者都给出，或将 {parameter} 留空。</translation>
    </message>
    <message>
        <source>{parameter} has no spatial index, which would take longer than the link itself. “Create spatial index” makes one.</source>
        <translation>{parameter} 没有空间索引，建立索引比关联本身更费时。可用“创建空间索引”建立。</translation>
    </message>
    <message>
        <source>GRID_CODE: the field “{field}” of {parameter} is empty in all features. Choose the field with the codes.</source>
        <translation>GRID_CODE：{parameter} 的字段“{field}”在所有要素中都为空。请选择编码字段。</translation>
    </message>
    <message>
        <source>GRID_CODE: the field “{field}” of {parameter} is empty. Such features own no points: {count}, namely {fids}. Give each its code.</source>
        <translation>GRID_CODE：{parameter} 的字段“{field}”为空。这样的要素不拥有任何点，共 {count} 个：{fids}。请为每个要素填写编码。</translation>
    </message>
    <message>
        <source>GRID_CODE: several features of {parameter} have the same code and count as one grid. Such codes: {count}, namely {codes}.</source>
        <translation>GRID_CODE：{parameter} 中有多个要素使用同一编码，视为一个网格。这样的编码共 {count} 个：{codes}。</translation>
    </message>
    <message>
        <source>{parameter}: invalid geometries count as made valid: {count} (features: {fids}).</source>
        <translation>{parameter}：无效几何图形按修复为有效后的图形计算：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: features without ground, or with coordinates that do not belong to the layer&apos;s CRS, own no points: {count} (features: {fids}).</source>
        <translation>{parameter}：没有土地、或坐标不属于图层坐标系的要素，不拥有任何点：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: points that lie far from all grids, but would lie in one if x and y (longitude and latitude) were swapped: {count} (features: {fids}). Swap them, and run again.</source>
        <translation>{parameter}：离所有网格都很远、但对调 x 和 y（经度和纬度）后会位于网格内的点：{count} 个（要素 {fids}）。请对调后重新运行。</translation>
    </message>
    <message>
        <source>TYPED_CODE: codes in “{field}” that are those of grids once blanks are cut and full-width digits are read as digits: {count}. They are no mismatches.</source>
        <translation>TYPED_CODE：“{field}”中去掉空格、把全角数字读作数字后即为网格编码的编码：{count} 个。它们不算编码不一致。</translation>
    </message>
    <message>
        <source>TYPED_CODE: codes in “{field}” that are those of grids once zeros are put in front: {count}. They are no mismatches; leading zeros get lost in number fields: keep codes as text.</source>
        <translation>TYPED_CODE：“{field}”中补上开头的 0 后即为网格编码的编码：{count} 个。它们不算编码不一致；数字字段会丢掉开头的 0：请用文本字段保存编码。</translation>
    </message>
    <message>
        <source>POINT_ID: ids in “{field}” that several points have: {count}, such as {ids}. Each point is linked by itself.</source>
        <translation>POINT_ID：“{field}”中多个点共用的 ID：{count} 个，如 {ids}。各点分别关联。</translation>
    </message>
    <message>
        <source>{parameter}: many points on one place: {points} ({share:.0%} of all) at {x:.10g}, {y:.10g}. It may stand for places that nobody knew; these points are linked like all others.</source>
        <translation>{parameter}：许多点位于同一处：{points} 个点（占全部的 {share:.0%}）位于 {x:.10g}, {y:.10g}。这一处可能是位置不明时统一填写的坐标；这些点与其他点一样关联。</translation>
    </message>
    <message>
        <source>The house has no geometry.</source>
        <translation>房屋没有几何。</translation>
    </message>
    <message>
        <source>The house&apos;s coordinates cannot belong to its layer&apos;s coordinate system.</source>
        <translation>房屋的坐标不可能属于其图层的坐标系。</translation>
    </message>
    <message>
        <source>The house lies in no grid.</source>
        <translation>房屋不在任何网格中。</translation>
    </message>
    <message>
        <source>The house lies farther than {distance:,.15g} m from every grid (MAX_DISTANCE).</source>
        <translation>房屋到每个网格的距离都超过 {distance:,.15g} 米（MAX_DISTANCE）。</translation>
    </message>
    <message>
        <source>The house has no id, so no household can name it.</source>
        <translation>房屋没有编号，因此没有户能指明它。</translation>
    </message>
    <message>
        <source>Another house has the id “{id}” too.</source>
        <translation>另有房屋的编号也是“{id}”。</translation>
    </message>
    <message>
        <source>The household has no id, so no person can name it.</source>
        <translation>户没有编号，因此没有人口记录能指明它。</translation>
    </message>
    <message>
        <source>Another household has the id “{id}” too.</source>
        <translation>另有户的编号也是“{id}”。</translation>
    </message>
    <message>
        <source>The household names no house.</source>
        <translation>户没有指明房屋。</translation>
    </message>
    <message>
        <source>Several houses have the id “{refers_to}”, and they are not all in the same grid.</source>
        <translation>编号“{refers_to}”对应多栋房屋，而且它们不都在同一网格中。</translation>
    </message>
    <message>
        <source>The house “{refers_to}” has no grid.</source>
        <translation>房屋“{refers_to}”没有网格。</translation>
    </message>
    <message>
        <source>The person has no id.</source>
        <translation>人口记录没有编号。</translation>
    </message>
    <message>
        <source>Another person has the id “{id}” too.</source>
        <translation>另有人口记录的编号也是“{id}”。</translation>
    </message>
    <message>
        <source>The person names no household.</source>
        <translation>人口记录没有指明户。</translation>
    </message>
    <message>
        <source>Several households have the id “{refers_to}”, and they are not all in the same grid.</source>
        <translation>编号“{refers_to}”对应多户，而且它们不都在同一网格中。</translation>
    </message>
    <message>
        <source>The household “{refers_to}” has no house.</source>
        <translation>户“{refers_to}”没有房屋。</translation>
    </message>
    <message>
        <source>The house of the household “{refers_to}” has no grid.</source>
        <translation>户“{refers_to}”的房屋没有网格。</translation>
    </message>
    <message>
        <source>No house has the id “{refers_to}”.</source>
        <translation>没有编号为“{refers_to}”的房屋。</translation>
    </message>
    <message>
        <source>No house has the id “{refers_to}”; it is the id of a household.</source>
        <translation>没有编号为“{refers_to}”的房屋；这是户的编号。</translation>
    </message>
    <message>
        <source>No house has the id “{refers_to}”; it is the id of a person.</source>
        <translation>没有编号为“{refers_to}”的房屋；这是人口的编号。</translation>
    </message>
    <message>
        <source>No household has the id “{refers_to}”.</source>
        <translation>没有编号为“{refers_to}”的户。</translation>
    </message>
    <message>
        <source>No household has the id “{refers_to}”; it is the id of a house.</source>
        <translation>没有编号为“{refers_to}”的户；这是房屋的编号。</translation>
    </message>
    <message>
        <source>No household has the id “{refers_to}”; it is the id of a person.</source>
        <translation>没有编号为“{refers_to}”的户；这是人口的编号。</translation>
    </message>
    <message>
        <source>Houses: {count:,}, of these in a grid: {linked:,}.</source>
        <translation>房屋：{count:,}，其中在网格中：{linked:,}。</translation>
    </message>
    <message>
        <source>Households: {count:,}, of these linked to a grid: {linked:,}.</source>
        <translation>户：{count:,}，其中已关联到网格：{linked:,}。</translation>
    </message>
    <message>
        <source>People: {count:,}, of these linked to a grid: {linked:,}.</source>
        <translation>人口：{count:,}，其中已关联到网格：{linked:,}。</translation>
    </message>
    <message>
        <source>Breaks at houses: {count:,} ({kinds}).</source>
        <translation>房屋的断点：{count:,}（{kinds}）。</translation>
    </message>
    <message>
        <source>Breaks at households: {count:,} ({kinds}).</source>
        <translation>户的断点：{count:,}（{kinds}）。</translation>
    </message>
    <message>
        <source>Breaks at people: {count:,} ({kinds}).</source>
        <translation>人口的断点：{count:,}（{kinds}）。</translation>
    </message>
</context>
<context>
    <name>Obstacle</name>
    <message>
        <source>Community {community_id}: too few blocks ({blocks}) for the number of grids that {parameter} asks for ({grids}).</source>
        <translation>社区 {community_id}：地块数（{blocks}）少于 {parameter} 要求的网格数（{grids}）。</translation>
    </message>
    <message>
        <source>Community {community_id}: too few groups of blocks that are never parted ({blocks}) for the number of grids that {parameter} asks for ({grids}).</source>
        <translation>社区 {community_id}：不可拆分的地块组数（{blocks}）少于 {parameter} 要求的网格数（{grids}）。</translation>
    </message>
    <message>
        <source>Community {community_id}: too few pieces that no border may cut ({blocks}) for the number of grids that {parameter} asks for ({grids}).</source>
        <translation>社区 {community_id}：边界不得穿过的部分太少（{blocks} 个），不够 {parameter} 要求的网格数（{grids} 个）。</translation>
    </message>
    <message>
        <source>Leave polygons out of KEEP_WHOLE, or keep smaller ones.</source>
        <translation>请从 KEEP_WHOLE 中去掉一些面，或改用较小的面。</translation>
    </message>
    <message>
        <source>Give blocks that cover the community.</source>
        <translation>请提供覆盖该社区的地块。</translation>
    </message>
    <message>
        <source>Set {change}, or give smaller blocks.</source>
        <translation>请设置 {change}，或提供更小的地块。</translation>
    </message>
    <message>
        <source>Give smaller blocks.</source>
        <translation>请提供更小的地块。</translation>
    </message>
    <message>
        <source>Set {change}.</source>
        <translation>请设置 {change}。</translation>
    </message>
    <message>
        <source>Set {change} or {other}.</source>
        <translation>请设置 {change} 或 {other}。</translation>
    </message>
    <message>
        <source>The best plan found would hold with {change}.</source>
        <translation>若设为 {change}，则已找到的最佳方案可满足要求。</translation>
    </message>
    <message>
        <source>Community {community_id}: population {figure} in {grids} grids of at most {bound} ({parameter}): {needed} grids would be needed.</source>
        <translation>社区 {community_id}：人口 {figure} 人，分为 {grids} 个网格，每个至多 {bound} 人（{parameter}）：需要 {needed} 个网格。</translation>
    </message>
    <message>
        <source>Community {community_id}: population {figure} in {grids} grids of at least {bound} ({parameter}): it is enough for {needed}.</source>
        <translation>社区 {community_id}：人口 {figure} 人，分为 {grids} 个网格，每个至少 {bound} 人（{parameter}）：只够 {needed} 个网格。</translation>
    </message>
    <message>
        <source>Community {community_id}: {figure} m² in {grids} grids of at most {bound} m² ({parameter}): {needed} would be needed.</source>
        <translation>社区 {community_id}：面积 {figure} m²，分为 {grids} 个网格，每个至多 {bound} m²（{parameter}）：需要 {needed} 个网格。</translation>
    </message>
    <message>
        <source>Community {community_id}: {figure} m² in {grids} grids of at least {bound} m² ({parameter}): it is enough for {needed}.</source>
        <translation>社区 {community_id}：面积 {figure} m²，分为 {grids} 个网格，每个至少 {bound} m²（{parameter}）：只够 {needed} 个网格。</translation>
    </message>
    <message>
        <source>Community {community_id}: population {figure} in {grids} grids of at most {bound} ({parameter}): no number of grids is enough.</source>
        <translation>社区 {community_id}：人口 {figure} 人，分为 {grids} 个网格，每个至多 {bound} 人（{parameter}）：无论多少个网格都不够。</translation>
    </message>
    <message>
        <source>Community {community_id}: {figure} m² in {grids} grids of at most {bound} m² ({parameter}): no number of grids is enough.</source>
        <translation>社区 {community_id}：面积 {figure} m²，分为 {grids} 个网格，每个至多 {bound} m²（{parameter}）：无论多少个网格都不够。</translation>
    </message>
    <message>
        <source>Community {community_id}: block {block} alone has {figure} people, more than the {bound} that {parameter} allows in each of {grids} grids.</source>
        <translation>社区 {community_id}：分为 {grids} 个网格时，{parameter} 允许每个网格 {bound} 人，而仅地块 {block} 就有 {figure} 人。</translation>
    </message>
    <message>
        <source>Community {community_id}: block {block} alone has {figure} m², more than the {bound} m² that {parameter} allows in each of {grids} grids.</source>
        <translation>社区 {community_id}：分为 {grids} 个网格时，{parameter} 允许每个网格 {bound} m²，而仅地块 {block} 就有 {figure} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: what KEEP_WHOLE keeps together (features {kept}) has {figure} people, more than the {bound} that {parameter} allows in a grid.</source>
        <translation>社区 {community_id}：KEEP_WHOLE 保持在一起的部分（要素 {kept}）有 {figure} 人，超过 {parameter} 允许每个网格的 {bound} 人。</translation>
    </message>
    <message>
        <source>Community {community_id}: what KEEP_WHOLE keeps together (features {kept}) has {figure} m², more than the {bound} m² that {parameter} allows in a grid.</source>
        <translation>社区 {community_id}：KEEP_WHOLE 保持在一起的部分（要素 {kept}）为 {figure} 平方米，超过 {parameter} 允许每个网格的 {bound} 平方米。</translation>
    </message>
    <message>
        <source>Mark it in KEEP_WHOLE_DEDICATED as a grid of its own, leave it out of KEEP_WHOLE, or set {change} at least.</source>
        <translation>请在 KEEP_WHOLE_DEDICATED 中将其标记为专属网格，或从 KEEP_WHOLE 中去掉，或至少设置 {change}。</translation>
    </message>
    <message>
        <source>Community {community_id}: block {block} and those never parted from it have {figure} people, more than the {bound} that {parameter} allows in each of {grids} grids.</source>
        <translation>社区 {community_id}：分为 {grids} 个网格时，{parameter} 允许每个网格 {bound} 人，而地块 {block} 及与其不可拆分的地块共有 {figure} 人。</translation>
    </message>
    <message>
        <source>Community {community_id}: block {block} and those never parted from it have {figure} m², more than the {bound} m² that {parameter} allows in each of {grids} grids.</source>
        <translation>社区 {community_id}：分为 {grids} 个网格时，{parameter} 允许每个网格 {bound} m²，而地块 {block} 及与其不可拆分的地块共有 {figure} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan was found that holds every limit, which proves nothing; the best plan of {grids} grids has one of {figure} people, {amount} above the maximum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：没有找到满足所有限制的方案，但这并不证明方案不存在；分为 {grids} 个网格的最佳方案中有一个网格为 {figure} 人，比上限 {bound}（{parameter}）多 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan was found that holds every limit, which proves nothing; the best plan of {grids} grids has one of {figure} people, {amount} below the minimum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：没有找到满足所有限制的方案，但这并不证明方案不存在；分为 {grids} 个网格的最佳方案中有一个网格为 {figure} 人，比下限 {bound}（{parameter}）少 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan was found that holds every limit, which proves nothing; the best plan of {grids} grids has one of {figure} m², {amount} m² above the maximum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：没有找到满足所有限制的方案，但这并不证明方案不存在；分为 {grids} 个网格的最佳方案中有一个网格为 {figure} m²，比上限 {bound} m²（{parameter}）大 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan was found that holds every limit, which proves nothing; the best plan of {grids} grids has one of {figure} m², {amount} m² below the minimum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：没有找到满足所有限制的方案，但这并不证明方案不存在；分为 {grids} 个网格的最佳方案中有一个网格为 {figure} m²，比下限 {bound} m²（{parameter}）小 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not; the best plan found has a grid of {figure} people, {amount} above the maximum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：无论是否连通，用完整地块都无法组成 {grids} 个满足限制的网格；已找到的最佳方案中有一个网格为 {figure} 人，比上限 {bound}（{parameter}）多 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not; the best plan found has a grid of {figure} people, {amount} below the minimum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：无论是否连通，用完整地块都无法组成 {grids} 个满足限制的网格；已找到的最佳方案中有一个网格为 {figure} 人，比下限 {bound}（{parameter}）少 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not; the best plan found has a grid of {figure} m², {amount} m² above the maximum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：无论是否连通，用完整地块都无法组成 {grids} 个满足限制的网格；已找到的最佳方案中有一个网格为 {figure} m²，比上限 {bound} m²（{parameter}）大 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks cannot make {grids} grids within the limits, contiguous or not; the best plan found has a grid of {figure} m², {amount} m² below the minimum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：无论是否连通，用完整地块都无法组成 {grids} 个满足限制的网格；已找到的最佳方案中有一个网格为 {figure} m²，比下限 {bound} m²（{parameter}）小 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces; the best connected plan found has a grid of {figure} people, {amount} above the maximum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：用完整地块组成 {grids} 个满足限制的网格时，必有网格不连通；已找到的最佳连通方案中有一个网格为 {figure} 人，比上限 {bound}（{parameter}）多 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces; the best connected plan found has a grid of {figure} people, {amount} below the minimum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：用完整地块组成 {grids} 个满足限制的网格时，必有网格不连通；已找到的最佳连通方案中有一个网格为 {figure} 人，比下限 {bound}（{parameter}）少 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces; the best connected plan found has a grid of {figure} m², {amount} m² above the maximum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：用完整地块组成 {grids} 个满足限制的网格时，必有网格不连通；已找到的最佳连通方案中有一个网格为 {figure} m²，比上限 {bound} m²（{parameter}）大 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: whole blocks make {grids} grids within the limits only with grids in pieces; the best connected plan found has a grid of {figure} m², {amount} m² below the minimum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：用完整地块组成 {grids} 个满足限制的网格时，必有网格不连通；已找到的最佳连通方案中有一个网格为 {figure} m²，比下限 {bound} m²（{parameter}）小 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} people, {amount} above the maximum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：放宽了一项限制：{grids} 个网格中有一个为 {figure} 人，比上限 {bound}（{parameter}）多 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} people, {amount} below the minimum of {bound} ({parameter}).</source>
        <translation>社区 {community_id}：放宽了一项限制：{grids} 个网格中有一个为 {figure} 人，比下限 {bound}（{parameter}）少 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} m², {amount} m² above the maximum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：放宽了一项限制：{grids} 个网格中有一个为 {figure} m²，比上限 {bound} m²（{parameter}）大 {amount} m²。</translation>
    </message>
    <message>
        <source>Community {community_id}: a limit is relaxed: of {grids} grids, one has {figure} m², {amount} m² below the minimum of {bound} m² ({parameter}).</source>
        <translation>社区 {community_id}：放宽了一项限制：{grids} 个网格中有一个为 {figure} m²，比下限 {bound} m²（{parameter}）小 {amount} m²。</translation>
    </message>
    <message>
        <source>blocks {blocks} ({population} people, {area} m²)</source>
        <translation>地块 {blocks}（{population} 人，{area} 平方米）</translation>
    </message>
    <message>
        <source>{first}; {rest}</source>
        <translation>{first}；{rest}</translation>
    </message>
    <message>
        <source>{first}; and more: {count}</source>
        <translation>{first}；另有 {count} 片</translation>
    </message>
    <message>
        <source>cut off by hard barriers (BARRIER_HARD; features {barriers})</source>
        <translation>被不得跨越的屏障隔开（BARRIER_HARD；要素 {barriers}）</translation>
    </message>
    <message>
        <source>cut off by dedicated grids (KEEP_WHOLE_DEDICATED)</source>
        <translation>被专属网格（KEEP_WHOLE_DEDICATED）隔开</translation>
    </message>
    <message>
        <source>Community {community_id}: hard barriers (BARRIER_HARD) part it into {figure} pieces, and no grid may lie in two of them, but {asked} allows {bound}. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：不得跨越的屏障（BARRIER_HARD）将其分成 {figure} 片，任何网格都不得跨两片，但 {asked} 只允许 {bound} 个。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: dedicated grids (KEEP_WHOLE_DEDICATED) part the rest of it into {figure} pieces, and no grid may lie in two of them, but {asked} allows {bound}. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：专属网格（KEEP_WHOLE_DEDICATED）将其余部分分成 {figure} 片，任何网格都不得跨两片，但 {asked} 只允许 {bound} 个。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no grid may lie in two of its {count} pieces between hard barriers (BARRIER_HARD), and in a plan of {bound} grids ({asked}) they need {figure} together to hold the maximums. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：被不得跨越的屏障（BARRIER_HARD）隔成 {count} 片，网格不得跨片；分为 {bound} 个网格（{asked}）时，各片要满足上限合计需要 {figure} 个网格。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no grid may lie in two of its {count} pieces between dedicated grids (KEEP_WHOLE_DEDICATED), and in a plan of {bound} grids ({asked}) they need {figure} together to hold the maximums. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：被专属网格（KEEP_WHOLE_DEDICATED）隔成 {count} 片，网格不得跨片；分为 {bound} 个网格（{asked}）时，各片要满足上限合计需要 {figure} 个网格。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no grid may lie in two of its {count} pieces between hard barriers (BARRIER_HARD), and in a plan of {bound} grids ({asked}) their blocks and the minimums are enough for {figure} together. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：被不得跨越的屏障（BARRIER_HARD）隔成 {count} 片，网格不得跨片；分为 {bound} 个网格（{asked}）时，按各片的地块数和下限合计只够 {figure} 个网格。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no grid may lie in two of its {count} pieces between dedicated grids (KEEP_WHOLE_DEDICATED), and in a plan of {bound} grids ({asked}) their blocks and the minimums are enough for {figure} together. The pieces: {pieces}.</source>
        <translation>社区 {community_id}：被专属网格（KEEP_WHOLE_DEDICATED）隔成 {count} 片，网格不得跨片；分为 {bound} 个网格（{asked}）时，按各片的地块数和下限合计只够 {figure} 个网格。各片：{pieces}。</translation>
    </message>
    <message>
        <source>Community {community_id}: the piece of {piece}, {cut}, has {figure} people, {amount} below the minimum of {bound} for one grid ({parameter}).</source>
        <translation>社区 {community_id}：{piece}这一片{cut}，有 {figure} 人，比一个网格的下限 {bound}（{parameter}）少 {amount}。</translation>
    </message>
    <message>
        <source>Community {community_id}: the piece of {piece}, {cut}, has {figure} m², {amount} m² below the minimum of {bound} m² for one grid ({parameter}).</source>
        <translation>社区 {community_id}：{piece}这一片{cut}，有 {figure} 平方米，比一个网格的下限 {bound} 平方米（{parameter}）小 {amount} 平方米。</translation>
    </message>
    <message>
        <source>Community {community_id}: the piece of {piece}, {cut}, needs {needed} grids of at most {high} ({upper}), but is only enough for {enough} of at least {low} ({parameter}).</source>
        <translation>社区 {community_id}：{piece}这一片{cut}，每个网格至多 {high}（{upper}）时需要 {needed} 个网格，每个至少 {low}（{parameter}）时却只够 {enough} 个。</translation>
    </message>
    <message>
        <source>{number} people</source>
        <translation>{number} 人</translation>
    </message>
    <message>
        <source>{number} m²</source>
        <translation>{number} 平方米</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan of {grids} grids was found that holds every limit with no grid in two of its {count} pieces, which proves nothing; the best one has a grid of {breach} in the piece of {piece}, {cut}.</source>
        <translation>社区 {community_id}：网格不得跨越其 {count} 片，没有找到分为 {grids} 个网格且满足所有限制的方案，但这并不证明方案不存在；{piece}这一片{cut}，最佳方案在其中有一个网格为 {breach}。</translation>
    </message>
    <message>
        <source>Community {community_id}: no plan of {grids} grids holds every limit with no grid in two of its {count} pieces; the best one found has a grid of {breach} in the piece of {piece}, {cut}.</source>
        <translation>社区 {community_id}：网格不得跨越其 {count} 片，不存在分为 {grids} 个网格且满足所有限制的方案；{piece}这一片{cut}，已找到的最佳方案在其中有一个网格为 {breach}。</translation>
    </message>
    <message>
        <source>{figure} people, {amount} above the maximum of {bound} ({parameter}),</source>
        <translation>{figure} 人，比上限 {bound}（{parameter}）多 {amount}</translation>
    </message>
    <message>
        <source>{figure} people, {amount} below the minimum of {bound} ({parameter}),</source>
        <translation>{figure} 人，比下限 {bound}（{parameter}）少 {amount}</translation>
    </message>
    <message>
        <source>{figure} m², {amount} m² above the maximum of {bound} m² ({parameter}),</source>
        <translation>{figure} 平方米，比上限 {bound} 平方米（{parameter}）大 {amount} 平方米</translation>
    </message>
    <message>
        <source>{figure} m², {amount} m² below the minimum of {bound} m² ({parameter}),</source>
        <translation>{figure} 平方米，比下限 {bound} 平方米（{parameter}）小 {amount} 平方米</translation>
    </message>
    <message>
        <source>Set BARRIER_HARD to false for these features of BARRIERS: {barriers}.</source>
        <translation>请将 BARRIERS 的这些要素的 BARRIER_HARD 设为 false：{barriers}。</translation>
    </message>
    <message>
        <source>Set BARRIER_HARD to false for these features of BARRIERS: {barriers}; or set {other}.</source>
        <translation>请将 BARRIERS 的这些要素的 BARRIER_HARD 设为 false：{barriers}；或设置 {other}。</translation>
    </message>
    <message>
        <source>Set KEEP_WHOLE_DEDICATED to false for the polygons of these blocks: {opened}.</source>
        <translation>请将这些地块所在面的 KEEP_WHOLE_DEDICATED 设为 false：{opened}。</translation>
    </message>
    <message>
        <source>Set KEEP_WHOLE_DEDICATED to false for the polygons of these blocks: {opened}; or set {other}.</source>
        <translation>请将这些地块所在面的 KEEP_WHOLE_DEDICATED 设为 false：{opened}；或设置 {other}。</translation>
    </message>
    <message>
        <source>Set {other}.</source>
        <translation>请设置 {other}。</translation>
    </message>
    <message>
        <source>No single change was found that helps: give fewer walls (BARRIER_HARD, KEEP_WHOLE_DEDICATED).</source>
        <translation>没有找到只改一项就能奏效的办法：请减少不得跨越的屏障和专属网格（BARRIER_HARD、KEEP_WHOLE_DEDICATED）。</translation>
    </message>
</context>
<context>
    <name>Partition</name>
    <message>
        <source>EFFORT “{effort}” is unknown; choose one of {known}.</source>
        <translation>EFFORT“{effort}”无法识别；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>EXISTING needs one label for each block. Labels: {labels}. Blocks: {blocks}.</source>
        <translation>EXISTING 须为每个地块给出一个标号。标号：{labels} 个。地块：{blocks} 个。</translation>
    </message>
    <message>
        <source>MOVE_COST is {value}; it must be a number of 0 or more.</source>
        <translation>MOVE_COST 为 {value}；必须是不小于 0 的数。</translation>
    </message>
    <message>
        <source>GRIDS_FIELD is {parts}; it must be a whole number from 1 to 99.</source>
        <translation>GRIDS_FIELD 为 {parts}；必须是 1 到 99 的整数。</translation>
    </message>
    <message>
        <source>The arrays of hard barriers and dedicated grids do not fit the block graph.</source>
        <translation>不得跨越的屏障和专属网格的数组与地块图不匹配。</translation>
    </message>
    <message>
        <source>Dedicated grids must be numbered 0, 1, 2 and so on, and -1 for none.</source>
        <translation>专属网格必须依次编号为 0、1、2 等，没有的为 -1。</translation>
    </message>
    <message>
        <source>Blocks {block} and {other} are never parted, but KEEP_WHOLE_DEDICATED puts them into two grids.</source>
        <translation>地块 {block} 与 {other} 不可拆分，但 KEEP_WHOLE_DEDICATED 将它们划入两个网格。</translation>
    </message>
    <message>
        <source>The arrays of a block graph do not fit each other.</source>
        <translation>地块图的各数组互不匹配。</translation>
    </message>
    <message>
        <source>Block {block}: population is {value}; it must be 0 or more.</source>
        <translation>地块 {block}：人口为 {value}；必须不小于 0。</translation>
    </message>
    <message>
        <source>Block {block}: area is {value}; it must be 0 or more.</source>
        <translation>地块 {block}：面积为 {value}；必须不小于 0。</translation>
    </message>
    <message>
        <source>Border costs must be numbers of 0 or more.</source>
        <translation>边界代价必须是不小于 0 的数。</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>POPULATION_LAYER_FIELD is empty or not a number in features of POPULATION_LAYER that fall to community {community_id}: {count} (features: {fids}; the first has “{value}”). Enter a number, 0 where nobody lives.</source>
        <translation>归入社区 {community_id} 的 POPULATION_LAYER 要素中，POPULATION_LAYER_FIELD 为空或不是数字的：{count} 个（要素 {fids}；第一个为“{value}”）。请填写数字，无人居住的填 0。</translation>
    </message>
    <message>
        <source>POPULATION_LAYER_FIELD is infinite in features of POPULATION_LAYER that fall to community {community_id}: {count} (features: {fids}; the first has “{value}”). Enter a number, 0 where nobody lives.</source>
        <translation>归入社区 {community_id} 的 POPULATION_LAYER 要素中，POPULATION_LAYER_FIELD 为无穷大的：{count} 个（要素 {fids}；第一个为“{value}”）。请填写数字，无人居住的填 0。</translation>
    </message>
    <message>
        <source>POPULATION_LAYER_FIELD is negative in features of POPULATION_LAYER that fall to community {community_id}: {count} (features: {fids}; the first has {value}). Enter a number, 0 where nobody lives.</source>
        <translation>归入社区 {community_id} 的 POPULATION_LAYER 要素中，POPULATION_LAYER_FIELD 为负数的：{count} 个（要素 {fids}；第一个为 {value}）。请填写数字，无人居住的填 0。</translation>
    </message>
    <message>
        <source>{parameter} of community {community_id} (feature {fid} of INPUT) is “{value}”; it must be a number of 0 or more.</source>
        <translation>社区 {community_id}（INPUT 要素 {fid}）的 {parameter} 为“{value}”；必须是不小于 0 的数。</translation>
    </message>
    <message>
        <source>Features of POPULATION_LAYER that belong to no grid, without a geometry or with coordinates that do not belong to the layer&apos;s CRS: {count}, with a population of {population:,.10g} (features: {fids}).</source>
        <translation>没有几何图形，或坐标不属于图层坐标系，因而不属于任何网格的 POPULATION_LAYER 要素：{count} 个，人口 {population:,.10g} 人（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Features of POPULATION_LAYER without a polygon, without area or with coordinates that do not belong to the layer&apos;s CRS, left out: {count}, with a population of {population:,.10g} (features: {fids}).</source>
        <translation>没有多边形、没有面积，或坐标不属于图层坐标系的 POPULATION_LAYER 要素，已略去：{count} 个，人口 {population:,.10g} 人（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Features of POPULATION_LAYER outside every community, which belong to no grid: {count}, with a population of {population:,.10g} (features: {fids}).</source>
        <translation>位于所有社区之外、不属于任何网格的 POPULATION_LAYER 要素：{count} 个，人口 {population:,.10g} 人（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Polygons of POPULATION_LAYER that lie outside every community in part: {count} (features: {fids}). By area, a population of {population:,.10g} there belongs to no grid.</source>
        <translation>部分位于所有社区之外的 POPULATION_LAYER 多边形：{count} 个（要素 {fids}）。按面积计，该处 {population:,.10g} 人不属于任何网格。</translation>
    </message>
    <message>
        <source>Features of POPULATION_LAYER outside every community, to which nobody was spread: {count} (features: {fids}).</source>
        <translation>位于所有社区之外、没有分摊到人口的 POPULATION_LAYER 要素：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>Nothing in POPULATION_LAYER or POPULATION_RASTER tells where this community&apos;s population of {total:,.10g} is: it was spread by area.</source>
        <translation>POPULATION_LAYER 或 POPULATION_RASTER 中没有任何内容表明本社区的 {total:,.10g} 人位于何处：已按面积分摊。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has neither points nor polygons. Choose a layer of points or polygons.</source>
        <translation>{parameter}：图层 {layer} 既没有点，也没有多边形。请选择点图层或多边形图层。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has points (feature {point}) and polygons (feature {polygon}). Save them as two layers and choose one.</source>
        <translation>{parameter}：图层 {layer} 既有点（要素 {point}）又有多边形（要素 {polygon}）。请分别保存为两个图层，并选择其中一个。</translation>
    </message>
    <message>
        <source>POPULATION_LAYER_FIELD is not given, so nothing tells how many people the polygons of {layer} have. Choose the field with their people.</source>
        <translation>未指定 POPULATION_LAYER_FIELD，因此无从得知 {layer} 的多边形各有多少人。请选择存放人口数的字段。</translation>
    </message>
    <message>
        <source>POPULATION_LAYER_FIELD: the field “{field}” of POPULATION_LAYER holds no numbers; feature {fid} has “{value}”. Choose the field with the number of people.</source>
        <translation>POPULATION_LAYER_FIELD：POPULATION_LAYER 的字段“{field}”中没有数字；要素 {fid} 的值为“{value}”。请选择存放人口数的字段。</translation>
    </message>
    <message>
        <source>{parameter}: the field “{field}” of INPUT holds no numbers; feature {fid} has “{value}”. Choose the field with the number of people.</source>
        <translation>{parameter}：INPUT 的字段“{field}”不含数字；要素 {fid} 为“{value}”。请选择人口数字段。</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>Polygons of KEEP_WHOLE that a new border cuts: {count} (features: {fids}).</source>
        <translation>被新边界穿过的 KEEP_WHOLE 面：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>People who come into another grid than today&apos;s: {people:,.10g} (feature of EXISTING → new grid: {moves}).</source>
        <translation>改到其他网格的人口：{people:,.10g} 人（EXISTING 要素 → 新网格：{moves}）。</translation>
    </message>
    <message>
        <source>Grids of their own (KEEP_WHOLE_DEDICATED), apart from the limits and the number of grids: {codes}.</source>
        <translation>专属网格（KEEP_WHOLE_DEDICATED），不受限值约束，也不计入网格数：{codes}。</translation>
    </message>
    <message>
        <source>Nobody comes into another grid than today&apos;s.</source>
        <translation>没有人改到其他网格。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT): {text}</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）：{text}</translation>
    </message>
    <message>
        <source>Community {community_id} failed</source>
        <translation>社区 {community_id} 处理失败</translation>
    </message>
    <message>
        <source>Community {community_id} could not be worked on. This is a fault of the plugin; please report it with this line: {type}: {text} ({place}).</source>
        <translation>社区 {community_id} 无法处理。这是插件的故障；请报告并附上此行：{type}: {text}（{place}）。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT), COMMUNITY_CODE: {text}</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}），COMMUNITY_CODE：{text}</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) is a polygon without area.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）是没有面积的多边形。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) is an invalid polygon: made valid its area would change from {before:,.2f} m² to {after:,.2f} m². Mend its outline first.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）是无效多边形：修复为有效后，面积将由 {before:,.2f} m² 变为 {after:,.2f} m²。请先修正其轮廓。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) was made valid: {before:,.2f} m² before, {after:,.2f} m² after.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）已修复为有效：修复前 {before:,.2f} m²，修复后 {after:,.2f} m²。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT), COMMUNITY_CODE: with its code “{code}” its grids would have the same codes as those of these communities: {others} ({count} in all; feature and code in brackets). Give each its own code.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}），COMMUNITY_CODE：用其编码“{code}”时，其网格编码将与下列社区的网格编码相同：{others}（共 {count} 个；括号内为要素和编码）。请给每个社区各自的编码。</translation>
    </message>
</context>
<context>
    <name>PlanAlgorithms</name>
    <message>
        <source>Codes and plans</source>
        <translation>编码与方案</translation>
    </message>
</context>
<context>
    <name>Plans</name>
    <message>
        <source>{parameter}: points without a place, which are left out: {count} (features: {fids}).</source>
        <translation>{parameter}：没有位置而被略去的点：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: invalid geometries, which count as made valid: {count} (features: {fids}).</source>
        <translation>{parameter}：几何无效、按修正后计算的要素：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: features without ground: {count} (features: {fids}).</source>
        <translation>{parameter}：没有地面的要素：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: pairs of grids that lie on each other: {count} ({codes}). Ground in several grids counts for the lowest code. “Repair grids” mends them.</source>
        <translation>{parameter}：相互重叠的网格对：{count} 对（{codes}）。位于多个网格内的地面归编码最小者。“修复网格”可以修正。</translation>
    </message>
    <message>
        <source>{parameter}: grids without a code count as ground of no grid: {count} (features: {fids}).</source>
        <translation>{parameter}：没有编码、视为不属于任何网格的地面的网格：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: codes that several features have: {count} ({codes}). The features of one code are taken as one grid.</source>
        <translation>{parameter}：多个要素共有的编码：{count} 个（{codes}）。编码相同的要素视为一个网格。</translation>
    </message>
</context>
<context>
    <name>Raster</name>
    <message>
        <source>{parameter}: the layer {layer} ({bounds} in {crs}) does not reach any community of INPUT. Choose the raster of this place, or check the CRS of both layers.</source>
        <translation>{parameter}：图层 {layer}（{bounds}，{crs}）没有到达 INPUT 的任何社区。请选择本地的栅格，或检查两个图层的坐标系。</translation>
    </message>
    <message>
        <source>POPULATION_RASTER does not reach community {community_id} (feature {fid} of INPUT), so nobody can tell its people. Choose a raster that covers it, or leave the community out.</source>
        <translation>POPULATION_RASTER 没有到达社区 {community_id}（INPUT 的要素 {fid}），因此无从得知其人口。请选择覆盖该社区的栅格，或去掉该社区。</translation>
    </message>
    <message>
        <source>{share:.2%} of the community lie beyond the edge of POPULATION_RASTER; nobody was counted there.</source>
        <translation>社区的 {share:.2%} 位于 POPULATION_RASTER 的边缘之外；那里没有计入人口。</translation>
    </message>
    <message>
        <source>POPULATION_RASTER is {value:.10g} in community {community_id} (column {column}, row {row} of {layer}, at {x:.10g}, {y:.10g}); people cannot be negative. If that figure stands for no data, declare it as the raster&apos;s nodata value.</source>
        <translation>在社区 {community_id} 中，POPULATION_RASTER 的值为 {value:.10g}（{layer} 第 {column} 列、第 {row} 行，位于 {x:.10g}, {y:.10g}）；人口不能为负数。如果该数值表示无数据，请将其声明为该栅格的无数据值。</translation>
    </message>
    <message>
        <source>POPULATION_RASTER is {value:.10g} in community {community_id} (column {column}, row {row} of {layer}, at {x:.10g}, {y:.10g}); that cannot be people. If it stands for no data, declare it as the raster&apos;s nodata value.</source>
        <translation>在社区 {community_id} 中，POPULATION_RASTER 的值为 {value:.10g}（{layer} 第 {column} 列、第 {row} 行，位于 {x:.10g}, {y:.10g}）；这不可能是人口。如果它表示无数据，请将其声明为该栅格的无数据值。</translation>
    </message>
    <message>
        <source>POPULATION_RASTER {layer} is too large to be added up whole: people outside every community were counted in the rectangle around INPUT only.</source>
        <translation>POPULATION_RASTER {layer} 太大，无法对整个栅格求和：所有社区之外的人口只统计了 INPUT 外接矩形之内的部分。</translation>
    </message>
    <message>
        <source>POPULATION_RASTER {layer} has cells with figures that cannot be people (negative or above a billion): {count}. Communities with ground there have failed, elsewhere nobody was counted in them.</source>
        <translation>POPULATION_RASTER {layer} 中数值不可能是人口的像元（为负数，或超过十亿）：{count} 个。涉及的社区已失败，其他地方的这些像元按无人计。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} comes from a service (“{provider}”), which gives pictures or parts, not all cells. Save it as a GeoTIFF (Export, Save As, raw data) and choose that file.</source>
        <translation>{parameter}：图层 {layer} 来自服务（“{provider}”），服务只提供图片或部分像元，而不是全部像元。请将其保存为 GeoTIFF（导出、另存为、原始数据），并选择该文件。</translation>
    </message>
    <message>
        <source>{parameter}: GDAL cannot open the layer {layer}. Save it as a GeoTIFF and choose that file.</source>
        <translation>{parameter}：GDAL 无法打开图层 {layer}。请将其保存为 GeoTIFF，并选择该文件。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} is a picture: its first band is a colour, not people. Choose the raster whose cells are numbers of people (export it as raw data, not as a rendered image).</source>
        <translation>{parameter}：图层 {layer} 是图片：其第一个波段是颜色，而不是人口。请选择像元为人口数的栅格（导出时选原始数据，而不是渲染图像）。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} is not georeferenced: nothing tells where its cells lie. Georeference it.</source>
        <translation>{parameter}：图层 {layer} 没有地理配准：无从得知其像元位于何处。请先进行地理配准。</translation>
    </message>
    <message>
        <source>{parameter}: the cells of {layer} from column {column}, row {row} on cannot be read. The file is damaged or cut short: get it again.</source>
        <translation>{parameter}：{layer} 从第 {column} 列、第 {row} 行起的像元无法读取。文件已损坏或不完整：请重新获取。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has {count} bands; the first was taken as people per cell.</source>
        <translation>{parameter}：图层 {layer} 有 {count} 个波段；已将第一个波段当作每个像元的人口。</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>ACCEPTED: the layer {layer} has no field “{field}”. Choose the findings of an earlier run, with “accepted” set to true where you accept one.</source>
        <translation>ACCEPTED：图层 {layer} 没有字段“{field}”。请选择此前运行得到的问题图层，并把要认可的问题的“accepted”设为 true。</translation>
    </message>
    <message>
        <source>POPULATION_FIELD: the field “{field}” of BLOCKS holds no numbers; feature {fid} has “{value}”. Choose the field with the number of people.</source>
        <translation>POPULATION_FIELD：BLOCKS 的字段“{field}”中没有数字；要素 {fid} 的值为“{value}”。请选择存放人口数的字段。</translation>
    </message>
    <message>
        <source>BLOCKS: blocks whose coordinates are no finite numbers were left out and belong to no grid: {count}, with a population of {population:,.10g} (features: {fids}). Draw their outlines again.</source>
        <translation>BLOCKS：坐标不是有限数值的地块已略去，不属于任何网格：{count} 个，人口 {population:,.10g} 人（要素 {fids}）。请重新绘制其轮廓。</translation>
    </message>
    <message>
        <source>BLOCKS: blocks whose coordinates do not belong to {crs}, as those of most other blocks do, were left out and belong to no grid: {count}, with a population of {population:,.10g} (features: {fids}). Move them to their place, or mend the vertices that lie elsewhere.</source>
        <translation>BLOCKS：坐标不属于 {crs} 的地块（其他大多数地块的坐标属于它）已略去，不属于任何网格：{count} 个，人口 {population:,.10g} 人（要素 {fids}）。请把它们移到应在的位置，或修正位于别处的节点。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no features.</source>
        <translation>{parameter}：图层 {layer} 没有要素。</translation>
    </message>
    <message>
        <source>COMMUNITY_ID: the field “{field}” of {parameter} is empty. Such features: {count}, namely {fids}. Give each its own id.</source>
        <translation>COMMUNITY_ID：{parameter} 的字段“{field}”为空。这样的要素共 {count} 个：{fids}。请为每个要素填写各自的 ID。</translation>
    </message>
    <message>
        <source>COMMUNITY_ID: the field “{field}” of {parameter} gives several features the same id. Such ids: {count}, namely {ids}. Merge these features or give each its own id.</source>
        <translation>COMMUNITY_ID：{parameter} 的字段“{field}”中有多个要素使用同一 ID。这样的 ID 共 {count} 个：{ids}。请合并这些要素，或为每个要素填写各自的 ID。</translation>
    </message>
    <message>
        <source>COMMUNITY_ID was not given: communities are called by the feature ids of {parameter}.</source>
        <translation>未指定 COMMUNITY_ID：以 {parameter} 的要素 ID 作为社区 ID。</translation>
    </message>
    <message>
        <source>GRIDS_FIELD “{field}” of community {community_id} (feature {fid} of INPUT) is {value}; it must be a whole number from 1 to 99, or empty to leave the number to the limits.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）的 GRIDS_FIELD“{field}”为 {value}；必须是 1 到 99 的整数，留空则由各项限制决定网格数。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) has coordinates that are no finite numbers. Draw its outline again.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）的坐标不是有限数值。请重新绘制其边界。</translation>
    </message>
    <message>
        <source>Community {community_id} (feature {fid} of INPUT) has coordinates ({bounds}) that do not belong to {crs}, as those of most other communities do. Move it to its place, or mend the vertices that lie elsewhere.</source>
        <translation>社区 {community_id}（INPUT 的要素 {fid}）的坐标（{bounds}）不属于 {crs}，而其他大多数社区的坐标属于它。请把它移到应在的位置，或修正位于别处的节点。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no polygons. Choose a layer of polygons.</source>
        <translation>{parameter}：图层 {layer} 没有面。请选择面图层。</translation>
    </message>
    <message>
        <source>GRID_CODE was not given: grids are called by the feature ids of INPUT, and codes are not checked.</source>
        <translation>未指定 GRID_CODE：以 INPUT 的要素 ID 称呼网格，并且不检查编码。</translation>
    </message>
    <message>
        <source>None of the community ids of the grids (such as “{said}”) is that of a community (such as “{id}”). Check that GRID_COMMUNITY and COMMUNITY_ID hold the same ids, with their leading zeros.</source>
        <translation>网格的社区 ID（如“{said}”）都不是任何社区的 ID（如“{id}”）。请检查 GRID_COMMUNITY 和 COMMUNITY_ID 是否含有相同的 ID，包括开头的 0。</translation>
    </message>
    <message>
        <source>{parameter}: features without a polygon, or with coordinates that do not belong to the layer&apos;s CRS, were left out: {count} (features: {fids}).</source>
        <translation>{parameter}：没有面、或坐标不属于图层坐标系的要素已略去：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no lines. Choose a layer of lines.</source>
        <translation>{parameter}：图层 {layer} 没有线。请选择线图层。</translation>
    </message>
    <message>
        <source>BARRIERS: the layer {layer} has no features.</source>
        <translation>BARRIERS：图层 {layer} 没有要素。</translation>
    </message>
    <message>
        <source>BARRIERS: features without a line, or with coordinates that do not belong to the layer&apos;s CRS, were left out: {count} (features: {fids}).</source>
        <translation>BARRIERS：没有线、或坐标不属于图层坐标系的要素已略去：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>{parameter}: “{value}” in feature {fid} of {layer} says neither yes nor no (such features in all: {count}). Enter true or false, 1 or 0, yes or no.</source>
        <translation>{parameter}：{layer} 要素 {fid} 中的“{value}”既不是“是”也不是“否”（这样的要素共 {count} 个）。请填 true 或 false、1 或 0、yes 或 no。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no points. Choose a layer of points.</source>
        <translation>{parameter}：图层 {layer} 没有点。请选择点图层。</translation>
    </message>
    <message>
        <source>{parameter}: features of {layer} that are no points: {count} (features: {fids}). Take them out.</source>
        <translation>{parameter}：{layer} 中不是点的要素：{count} 个（要素 {fids}）。请去掉它们。</translation>
    </message>
    <message>
        <source>{parameter}: features of {layer} that are several points in different places: {count} (features: {fids}). Make them single with “Multipart to singleparts”, so that each place is a feature of its own.</source>
        <translation>{parameter}：{layer} 中由位于不同位置的多个点组成的要素：{count} 个（要素 {fids}）。请用“多部件转单部件”拆开，使每处位置各为一个要素。</translation>
    </message>
    <message>
        <source>{parameter}: feature {fid} of {layer} has an invalid geometry ({reason}). Invalid features in all: {count}. Repair them with “Fix geometries”, or set “Invalid features filtering” of this input or of Processing to “Do not filter”: small faults are mended then.</source>
        <translation>{parameter}：{layer} 的要素 {fid} 几何图形无效（{reason}）。无效要素共 {count} 个。请用“修正几何图形”修复，或把此输入或“处理”的“无效要素过滤”设为“不过滤”：小的缺陷届时会自动修补。</translation>
    </message>
    <message>
        <source>{parameter}: features of {layer} with an invalid geometry were skipped, as Processing is set: {fids} ({count} in all).</source>
        <translation>{parameter}：按“处理”的设置，跳过了 {layer} 中几何图形无效的要素：{fids}（共 {count} 个）。</translation>
    </message>
    <message>
        <source>{parameter}: the layer {layer} has no field “{field}”.</source>
        <translation>{parameter}：图层 {layer} 没有字段“{field}”。</translation>
    </message>
</context>
<context>
    <name>RegisterParameters</name>
    <message>
        <source>Houses</source>
        <translation>房屋</translation>
    </message>
    <message>
        <source>Houses in a grid</source>
        <translation>在网格中的房屋</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>户</translation>
    </message>
    <message>
        <source>Households linked to a grid</source>
        <translation>已关联到网格的户</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>People linked to a grid</source>
        <translation>已关联到网格的人口</translation>
    </message>
    <message>
        <source>Breaks at houses</source>
        <translation>房屋的断点</translation>
    </message>
    <message>
        <source>Breaks at households</source>
        <translation>户的断点</translation>
    </message>
    <message>
        <source>Breaks at people</source>
        <translation>人口的断点</translation>
    </message>
    <message>
        <source>Breaks</source>
        <translation>断点</translation>
    </message>
    <message>
        <source>Points, one a house, in any coordinate system. A CSV file comes in as a delimited text layer.</source>
        <translation>点，每栋房屋一个，任意坐标系。CSV 文件以分隔文本图层的方式加入。</translation>
    </message>
    <message>
        <source>Field with the house&apos;s id</source>
        <translation>房屋编号字段</translation>
    </message>
    <message>
        <source>What households name. Blanks around it do not count, and 35.0 is 35.</source>
        <translation>户据此指明房屋。首尾空格不计，35.0 就是 35。</translation>
    </message>
    <message>
        <source>A table or any layer, one row a household. Without it houses alone are linked.</source>
        <translation>表格或任意图层，每户一行。不给出时只关联房屋。</translation>
    </message>
    <message>
        <source>Field with the household&apos;s id</source>
        <translation>户编号字段</translation>
    </message>
    <message>
        <source>What people name. Needed with households.</source>
        <translation>人口据此指明户。给出户时必填。</translation>
    </message>
    <message>
        <source>Field of the households with the house&apos;s id</source>
        <translation>户图层中房屋编号的字段</translation>
    </message>
    <message>
        <source>The house that the household lives in. Needed with households.</source>
        <translation>该户所在的房屋。给出户时必填。</translation>
    </message>
    <message>
        <source>A table or any layer, one row a person. Needs households.</source>
        <translation>表格或任意图层，每人一行。需要同时给出户。</translation>
    </message>
    <message>
        <source>Field with the person&apos;s id</source>
        <translation>人口编号字段</translation>
    </message>
    <message>
        <source>Needed with people.</source>
        <translation>给出人口时必填。</translation>
    </message>
    <message>
        <source>Field of the people with the household&apos;s id</source>
        <translation>人口图层中户编号的字段</translation>
    </message>
    <message>
        <source>The household that the person belongs to. Needed with people.</source>
        <translation>该人所属的户。给出人口时必填。</translation>
    </message>
    <message>
        <source>Houses with their grids</source>
        <translation>带网格的房屋</translation>
    </message>
    <message>
        <source>All houses with their own fields and grid_code (empty without a grid), link_rule (inside, border, nearest, or why there is no grid), households and people (those whose chain reaches the house).</source>
        <translation>全部房屋，带原有字段以及 grid_code（没有网格时为空）、link_rule（inside、border、nearest，或没有网格的原因）、households 和 people（链条到达该房屋的户数和人数）。</translation>
    </message>
    <message>
        <source>Households with their grids</source>
        <translation>带网格的户</translation>
    </message>
    <message>
        <source>All households with their own fields, grid_code (empty where the chain breaks) and people (those whose chain reaches the household).</source>
        <translation>全部户，带原有字段、grid_code（链条中断处为空）和 people（链条到达该户的人数）。</translation>
    </message>
    <message>
        <source>People with their grids</source>
        <translation>带网格的人口</translation>
    </message>
    <message>
        <source>All people with their own fields and grid_code (empty where the chain breaks).</source>
        <translation>全部人口，带原有字段和 grid_code（链条中断处为空）。</translation>
    </message>
    <message>
        <source>Breaks of the chain</source>
        <translation>链条的断点</translation>
    </message>
    <message>
        <source>A table, one row a break: record (house, household, person), id, feature_id, kind, refers_to (the id that the record names), at (house, household, grid: what the chain does not reach) and message.</source>
        <translation>表格，每个断点一行：record（house、household、person）、id、feature_id、kind、refers_to（该记录指明的编号）、at（house、household、grid：链条没有到达的一步）和 message。</translation>
    </message>
</context>
<context>
    <name>RegisterReport</name>
    <message>
        <source>People and households in their grids</source>
        <translation>各网格的人口和户</translation>
    </message>
    <message>
        <source>Register report</source>
        <translation>登记报告</translation>
    </message>
    <message>
        <source>Records with a grid: {linked} of {records}. Where the chain breaks is told below.</source>
        <translation>有网格的记录：{records} 条中的 {linked} 条。链条在哪里中断见下文。</translation>
    </message>
    <message>
        <source>Every record has a grid: {linked} of {records}.</source>
        <translation>每条记录都有网格：{records} 条中的 {linked} 条。</translation>
    </message>
    <message>
        <source>houses</source>
        <translation>房屋</translation>
    </message>
    <message>
        <source>households</source>
        <translation>户</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>breaks</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Layer of houses</source>
        <translation>房屋图层</translation>
    </message>
    <message>
        <source>Table of households</source>
        <translation>户表</translation>
    </message>
    <message>
        <source>Table of people</source>
        <translation>人口表</translation>
    </message>
    <message>
        <source>Layer of grids</source>
        <translation>网格图层</translation>
    </message>
    <message>
        <source>Largest distance of a house to its grid</source>
        <translation>房屋到其网格的最大距离</translation>
    </message>
    <message>
        <source>inside or on a border only</source>
        <translation>只算网格内或边界上</translation>
    </message>
    <message>
        <source>The chain, step by step</source>
        <translation>逐步的链条</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>With a grid</source>
        <translation>有网格</translation>
    </message>
    <message>
        <source>Without a grid</source>
        <translation>没有网格</translation>
    </message>
    <message>
        <source>Share with a grid</source>
        <translation>有网格的比例</translation>
    </message>
    <message>
        <source>Where the chain breaks</source>
        <translation>链条在哪里中断</translation>
    </message>
    <message>
        <source>Nowhere: every id is there once, and every chain reaches a grid.</source>
        <translation>没有中断：每个 ID 只出现一次，每条链都到达网格。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Left out here: {count}. The outputs have all records.</source>
        <translation>此处省略：{count}。输出中有全部记录。</translation>
    </message>
    <message>
        <source>The house has no geometry.</source>
        <translation>房屋没有几何。</translation>
    </message>
    <message>
        <source>The house&apos;s coordinates cannot belong to its layer&apos;s coordinate system.</source>
        <translation>房屋的坐标不可能属于其图层的坐标系。</translation>
    </message>
    <message>
        <source>The house lies in no grid.</source>
        <translation>房屋不在任何网格中。</translation>
    </message>
    <message>
        <source>The house lies farther from every grid than the largest distance.</source>
        <translation>房屋到每个网格的距离都超过最大距离。</translation>
    </message>
    <message>
        <source>The record has no id, so that none can name it.</source>
        <translation>记录没有 ID，因此其他记录无法指向它。</translation>
    </message>
    <message>
        <source>Another record has the same id.</source>
        <translation>另一条记录有相同的 ID。</translation>
    </message>
    <message>
        <source>The record names nothing to belong to.</source>
        <translation>记录没有写明所属对象。</translation>
    </message>
    <message>
        <source>The record names an id that nothing has.</source>
        <translation>记录写明的 ID 不存在。</translation>
    </message>
    <message>
        <source>The record names an id that several have, and these are not all in the same grid.</source>
        <translation>记录写明的 ID 有多个对象，而它们不全在同一网格内。</translation>
    </message>
    <message>
        <source>The house that the household names has no grid.</source>
        <translation>户所属的房屋没有网格。</translation>
    </message>
    <message>
        <source>The household that the person names has no grid.</source>
        <translation>人员所属的户没有网格。</translation>
    </message>
</context>
<context>
    <name>Repair</name>
    <message>
        <source>POPULATION_LAYER: features whose number of people is missing or below 0 count for nobody: {count} (features: {fids}).</source>
        <translation>POPULATION_LAYER：人数缺失或小于 0 的要素不计人口：{count} 个（要素 {fids}）。</translation>
    </message>
    <message>
        <source>OUTPUT: the heights (Z) and measures (M) of grids whose geometry changed are 0 now: {count} (features of INPUT: {fids}).</source>
        <translation>OUTPUT：图形有改动的网格，其高程（Z）和测量值（M）现为 0：{count} 个（INPUT 的要素 {fids}）。</translation>
    </message>
    <message>
        <source>A gap of {area:,.2f} m² went to grid {target}, of the neighbours that are not locked the one with the longest shared border.</source>
        <translation>{area:,.2f} m² 的缝隙归入网格 {target}，即未锁定的相邻网格中公共边界最长的一个。</translation>
    </message>
    <message>
        <source>{area:,.2f} m² in two grids stay with grid {target}, and are no longer in grid {source}.</source>
        <translation>同时位于两个网格的 {area:,.2f} m² 留在网格 {target}，不再属于网格 {source}。</translation>
    </message>
    <message>
        <source>{area:,.2f} m² of grid {source} outside its community were cut off.</source>
        <translation>网格 {source} 超出所属社区的 {area:,.2f} m² 已切除。</translation>
    </message>
    <message>
        <source>The geometry of grid {grid} (feature {fid}) was made valid; its area changed by at most 1 %.</source>
        <translation>网格 {grid}（要素 {fid}）的几何图形已修正为有效；面积变化不超过 1 %。</translation>
    </message>
</context>
<context>
    <name>RepairGridsAlgorithm</name>
    <message>
        <source>Repair grids</source>
        <translation>修复网格</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>grid,community,coverage,topology,gap,overlap,sliver,snap,clean,fix</source>
        <translation>网格,社区,覆盖,拓扑,缝隙,重叠,碎片,越界,捕捉,清理,修复,网格化管理,grid,community,coverage,topology,gap,overlap,fix</translation>
    </message>
    <message>
        <source>Closes gaps, resolves overlaps, cuts spills at the community&apos;s edge, and gives neighbours the same vertices, each up to a size. The communities&apos; edges never move, and neither does a locked grid.

A gap goes to the neighbour with the longest shared border that is not locked. Of an overlap the locked grid keeps it, else the one that leaves the grids most compact. No grid is emptied, and none falls into parts. Larger pieces are left for a person; so are findings about numbers, limits and codes, and those that were accepted.

The check of “Validate grids” runs on the result: what would bring a finding that was not there before is left as it was. A valid plan comes back unchanged, and a second run changes nothing.

An invalid grid is made valid where that changes its area by at most 1 %, else it stays as it is. Fields are left as they are; figures such as an area in them are not brought up to date.</source>
        <translation>填补缝隙，消除重叠，沿社区边界切除越界部分，并使相邻网格的节点一致，各以规定的大小为限。社区边界从不改动，已锁定的网格也不改动。

缝隙归入未锁定的相邻网格中公共边界最长的一个。重叠处有已锁定的网格时归该网格，否则归保留后各网格最紧凑的那个。不会使网格失去全部土地，也不会使网格分成几部分。更大的图块留待人工处理；有关数目、限制和编码的问题，以及已认可的问题，也是如此。

结果会再做一遍“检查网格”的检查：会带来原来没有的问题的调整不予执行，保持原样。有效的方案原样返回，第二次运行不会再有任何改动。

无效网格在修正后面积变化不超过 1 % 时予以修正，否则保持原样。字段保持原样；其中的面积等数值不会更新。</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Communities divided into grids</source>
        <translation>社区网格划分</translation>
    </message>
    <message>
        <source>Division report</source>
        <translation>划分报告</translation>
    </message>
    <message>
        <source>Every community has grids within the limits: {done} of {total}.</source>
        <translation>每个社区的网格都符合限制：{done} / {total}。</translation>
    </message>
    <message>
        <source>Communities with grids within the limits: {done} of {total}. Communities that need attention: {left}.</source>
        <translation>网格符合限制的社区：{done} / {total}。需要关注的社区：{left}。</translation>
    </message>
    <message>
        <source>No community has grids within the limits: {done} of {total}.</source>
        <translation>没有社区的网格符合限制：{done} / {total}。</translation>
    </message>
    <message>
        <source>There were no communities to divide.</source>
        <translation>没有需要划分的社区。</translation>
    </message>
    <message>
        <source>Infeasible and proven: {proven}. Infeasible because the search found no plan: {searched}.</source>
        <translation>不可行且经证明：{proven}。因搜索未找到方案而不可行：{searched}。</translation>
    </message>
    <message>
        <source>solved</source>
        <translation>已划分</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保持整体</translation>
    </message>
    <message>
        <source>relaxed</source>
        <translation>已放宽</translation>
    </message>
    <message>
        <source>infeasible</source>
        <translation>不可行</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>proven</source>
        <translation>已证明</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到方案</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Polygons to keep whole that are cut</source>
        <translation>被切开的保持完整面</translation>
    </message>
    <message>
        <source>People in another grid than today&apos;s</source>
        <translation>改到其他网格的人口</translation>
    </message>
    <message>
        <source>New borders</source>
        <translation>新边界</translation>
    </message>
    <message>
        <source>New borders on barriers</source>
        <translation>新边界（沿屏障）</translation>
    </message>
    <message>
        <source>What was asked</source>
        <translation>划分要求</translation>
    </message>
    <message>
        <source>Grids per community</source>
        <translation>每个社区的网格数</translation>
    </message>
    <message>
        <source>{range}, or the number in the field {field}</source>
        <translation>{range}，或字段 {field} 中的数目</translation>
    </message>
    <message>
        <source>People per grid</source>
        <translation>每个网格的人口</translation>
    </message>
    <message>
        <source>Area per grid</source>
        <translation>每个网格的面积</translation>
    </message>
    <message>
        <source>Population balance</source>
        <translation>人口均衡</translation>
    </message>
    <message>
        <source>within {percent} % of the community&apos;s mean per grid</source>
        <translation>偏离本社区网格平均人口不超过 {percent} %</translation>
    </message>
    <message>
        <source>Number of grids chosen</source>
        <translation>网格数的选取</translation>
    </message>
    <message>
        <source>so that the mean comes nearest to {people} people per grid</source>
        <translation>使平均人口最接近每个网格 {people} 人</translation>
    </message>
    <message>
        <source>the fewest that hold every limit</source>
        <translation>满足所有限制的最少网格数</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>at least {low}</source>
        <translation>至少 {low}</translation>
    </message>
    <message>
        <source>at most {high}</source>
        <translation>至多 {high}</translation>
    </message>
    <message>
        <source>exactly {low}</source>
        <translation>恰好 {low}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>Communities may stay whole</source>
        <translation>社区可保持整体</translation>
    </message>
    <message>
        <source>Limits may be relaxed</source>
        <translation>限制可放宽</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Grid codes</source>
        <translation>网格编码</translation>
    </message>
    <message>
        <source>Unit grid, 15 digits</source>
        <translation>单元网格，15 位</translation>
    </message>
    <message>
        <source>Social grid, 14 digits</source>
        <translation>社会网格，14 位</translation>
    </message>
    <message>
        <source>Professional grid, 20 digits</source>
        <translation>专业网格，20 位</translation>
    </message>
    <message>
        <source>Community id and number</source>
        <translation>社区 ID 加序号</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>{effort} effort, seed {seed}</source>
        <translation>力度：{effort}；种子：{seed}</translation>
    </message>
    <message>
        <source>quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>thorough</source>
        <translation>彻底</translation>
    </message>
    <message>
        <source>Communities layer</source>
        <translation>社区图层</translation>
    </message>
    <message>
        <source>Blocks layer</source>
        <translation>地块图层</translation>
    </message>
    <message>
        <source>Barriers layer</source>
        <translation>屏障图层</translation>
    </message>
    <message>
        <source>Field with the factor of barriers</source>
        <translation>屏障系数字段</translation>
    </message>
    <message>
        <source>Table of barrier factors</source>
        <translation>屏障系数表</translation>
    </message>
    <message>
        <source>Field of barriers that no grid may cross</source>
        <translation>网格不得跨越的屏障字段</translation>
    </message>
    <message>
        <source>Layer of polygons to keep whole</source>
        <translation>保持完整的面图层</translation>
    </message>
    <message>
        <source>Field of polygons that are grids of their own</source>
        <translation>专属网格面字段</translation>
    </message>
    <message>
        <source>Layer of today&apos;s grids</source>
        <translation>现有网格图层</translation>
    </message>
    <message>
        <source>One moved person weighs</source>
        <translation>每改动一人折合</translation>
    </message>
    <message>
        <source>{metres} m of border</source>
        <translation>{metres} 米边界</translation>
    </message>
    <message>
        <source>Population field</source>
        <translation>人口字段</translation>
    </message>
    <message>
        <source>Population field of the communities</source>
        <translation>社区人口字段</translation>
    </message>
    <message>
        <source>Population layer</source>
        <translation>人口图层</translation>
    </message>
    <message>
        <source>Field of the population layer</source>
        <translation>人口图层的字段</translation>
    </message>
    <message>
        <source>Population raster</source>
        <translation>人口栅格</translation>
    </message>
    <message>
        <source>Coordinate system</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Map of the city</source>
        <translation>全市地图</translation>
    </message>
    <message>
        <source>Each patch is a grid. Communities that need attention are hatched; their numbers are those of the table below. Outlines are simplified for drawing; areas and lengths are measured on the ellipsoid.</source>
        <translation>每个色块为一个网格。需要关注的社区以图案填充；其编号与下表一致。轮廓为绘图作了简化；面积和长度按椭球面量算。</translation>
    </message>
    <message>
        <source>There is no ground to draw.</source>
        <translation>没有可绘制的地面范围。</translation>
    </message>
    <message>
        <source>{name}: {verdict}. Grids: {grids}. People: {people}. Area: {area}.</source>
        <translation>{name}：{verdict}。网格：{grids}。人口：{people}。面积：{area}。</translation>
    </message>
    <message>
        <source>community border</source>
        <translation>社区边界</translation>
    </message>
    <message>
        <source>grid border</source>
        <translation>网格边界</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北</translation>
    </message>
    <message>
        <source>Grids against the limits</source>
        <translation>网格指标与限制对照</translation>
    </message>
    <message>
        <source>How many grids have which figure. Dashed lines are the limits. Only grids of solved, kept and relaxed communities are counted.</source>
        <translation>各指标值对应的网格数。虚线为限制。仅统计“已划分”“保持整体”和“已放宽”社区的网格。</translation>
    </message>
    <message>
        <source>Area per grid, {unit}</source>
        <translation>每个网格的面积，{unit}</translation>
    </message>
    <message>
        <source>Compactness of grids (1 = circle)</source>
        <translation>网格紧凑度（1 = 圆）</translation>
    </message>
    <message>
        <source>Deviation from the community&apos;s mean population, %</source>
        <translation>与本社区平均人口的偏差，%</translation>
    </message>
    <message>
        <source>Smallest {low}, median {median}, largest {high}.</source>
        <translation>最小 {low}，中位数 {median}，最大 {high}。</translation>
    </message>
    <message>
        <source>No figures to show.</source>
        <translation>没有可显示的指标。</translation>
    </message>
    <message>
        <source>grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>communities</source>
        <translation>社区数</translation>
    </message>
    <message>
        <source>min {bound}</source>
        <translation>下限 {bound}</translation>
    </message>
    <message>
        <source>max {bound}</source>
        <translation>上限 {bound}</translation>
    </message>
    <message>
        <source>solved and kept</source>
        <translation>已划分和保持整体</translation>
    </message>
    <message>
        <source>{low} to {high}: {count}</source>
        <translation>{low} 至 {high}：{count}</translation>
    </message>
    <message>
        <source>{low} and more: {count}</source>
        <translation>{low} 及以上：{count}</translation>
    </message>
    <message>
        <source>Communities that need attention</source>
        <translation>需要关注的社区</translation>
    </message>
    <message>
        <source>None: every community has grids within the limits.</source>
        <translation>没有：每个社区都有满足限制的网格。</translation>
    </message>
    <message>
        <source>Communities within the limits</source>
        <translation>满足限制的社区</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What would help</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>New border</source>
        <translation>新边界</translation>
    </message>
    <message>
        <source>On barriers</source>
        <translation>沿屏障</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>组成单元</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>路围地块</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>细分单元</translation>
    </message>
    <message>
        <source>today&apos;s grids</source>
        <translation>现有网格</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>切开</translation>
    </message>
    <message>
        <source>Moved people</source>
        <translation>改动人口</translation>
    </message>
    <message>
        <source>Source of people</source>
        <translation>人口来源</translation>
    </message>
    <message>
        <source>field of the blocks</source>
        <translation>地块字段</translation>
    </message>
    <message>
        <source>points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>面</translation>
    </message>
    <message>
        <source>raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <source>field of the communities, by area</source>
        <translation>社区字段，按面积分摊</translation>
    </message>
    <message>
        <source>field of the communities, by points</source>
        <translation>社区字段，按点分摊</translation>
    </message>
    <message>
        <source>field of the communities, by polygons</source>
        <translation>社区字段，按面分摊</translation>
    </message>
    <message>
        <source>field of the communities, by raster</source>
        <translation>社区字段，按栅格分摊</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Limit: {limit}</source>
        <translation>限制：{limit}</translation>
    </message>
    <message>
        <source>number of grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>population</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>contiguity</source>
        <translation>连通性</translation>
    </message>
    <message>
        <source>geometry</source>
        <translation>几何图形</translation>
    </message>
    <message>
        <source>Grids: {grids}; people per grid {people}; area per grid {area}</source>
        <translation>网格：{grids}；每个网格人口 {people}；每个网格面积 {area}</translation>
    </message>
    <message>
        <source>Left out here: {count}. The status layer and the JSON summary have all communities.</source>
        <translation>此处省略 {count} 个。状态图层和 JSON 摘要中有全部社区。</translation>
    </message>
    <message>
        <source>What lay outside every community</source>
        <translation>位于所有社区之外的内容</translation>
    </message>
    <message>
        <source>Nothing: every block lies in a community, and everybody is counted.</source>
        <translation>没有：每个地块都在社区内，所有人口均已计入。</translation>
    </message>
    <message>
        <source>Blocks outside every community: {blocks}. People outside, with those of the parts of blocks, polygons or cells that lie outside: {people}. They are in no grid.</source>
        <translation>位于所有社区之外的地块：{blocks}。社区之外的人口，包括地块、多边形或像元超出社区的部分：{people}。他们不属于任何网格。</translation>
    </message>
    <message>
        <source>People in the communities</source>
        <translation>社区内人口</translation>
    </message>
    <message>
        <source>People outside</source>
        <translation>社区外人口</translation>
    </message>
    <message>
        <source>All people</source>
        <translation>全部人口</translation>
    </message>
    <message>
        <source>Notes on the input</source>
        <translation>输入数据说明</translation>
    </message>
    <message>
        <source>Nothing had to be mended.</source>
        <translation>没有需要修补之处。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Left out here: {count}. The JSON summary has all notes.</source>
        <translation>此处省略 {count} 条。JSON 摘要中有全部说明。</translation>
    </message>
    <message>
        <source>All input</source>
        <translation>全部输入</translation>
    </message>
    <message>
        <source>Whose data this is</source>
        <translation>数据来源与许可</translation>
    </message>
    <message>
        <source>How to read this report</source>
        <translation>如何阅读本报告</translation>
    </message>
    <message>
        <source>The community is divided and every limit holds for every grid.</source>
        <translation>社区已划分，每个网格都满足所有限制。</translation>
    </message>
    <message>
        <source>The community holds the limits as it is and stays whole, as one grid. Only when this was allowed.</source>
        <translation>社区本身即满足限制，保持整体，成为一个网格。仅在允许时出现。</translation>
    </message>
    <message>
        <source>No plan that holds every limit was found; this one breaks them least. Only when this was allowed.</source>
        <translation>没有找到满足所有限制的方案；此方案突破限制最少。仅在允许时出现。</translation>
    </message>
    <message>
        <source>The community was left undivided because the limits could not be held together. “Proven” means that no plan can exist; “none found” means that the search did not find one, and more effort may.</source>
        <translation>由于各项限制无法同时满足，社区未划分。“已证明”表示不可能存在任何方案；“未找到方案”表示搜索没有找到，加大搜索力度也许能找到。</translation>
    </message>
    <message>
        <source>The community&apos;s own data cannot be used; the reason says what to mend. It was left undivided.</source>
        <translation>社区自身的数据无法使用；原因一栏说明应修正之处。社区未划分。</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>The limit that stands in the way. Contiguity: a grid must be in one piece. All limits hold together; a figure equal to a limit holds it.</source>
        <translation>构成障碍的限制。连通性：网格必须连成一片。所有限制同时生效；恰好等于限值即为满足。</translation>
    </message>
    <message>
        <source>new border</source>
        <translation>新边界</translation>
    </message>
    <message>
        <source>Length of the borders between the grids of a community; each counts once. Shorter is better.</source>
        <translation>社区内各网格之间边界的长度；每段边界只计一次。越短越好。</translation>
    </message>
    <message>
        <source>made of</source>
        <translation>组成单元</translation>
    </message>
    <message>
        <source>Blocks: the given ones. Faces: the ground between barriers. Cells: faces that were too large for the limits were refined, and borders inside them run straight. Today&apos;s grids: these hold every limit and were left.</source>
        <translation>地块：给定的地块。路围地块：屏障之间的地面。细分单元：对限值来说过大的路围地块被细分，其内部的边界取直。现有网格：已满足全部限值，保持不变。</translation>
    </message>
    <message>
        <source>compactness</source>
        <translation>紧凑度</translation>
    </message>
    <message>
        <source>Polsby-Popper: 4π × area ÷ perimeter². 1 is a circle, a square has 0.79; winding edges and narrow arms make it small. The community&apos;s own edge counts too.</source>
        <translation>Polsby-Popper 指标：4π × 面积 ÷ 周长²。圆为 1，正方形为 0.79；边界曲折、伸出狭长部分会使其变小。社区自身的外边界也计算在内。</translation>
    </message>
    <message>
        <source>deviation</source>
        <translation>偏差</translation>
    </message>
    <message>
        <source>How far the grid that differs most lies from the mean population of its community&apos;s grids.</source>
        <translation>差异最大的网格与本社区网格平均人口相差多少。</translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>{community_id}: {verdict}. {reason}</source>
        <translation>{community_id}：{verdict}。{reason}</translation>
    </message>
</context>
<context>
    <name>SplitCommunitiesAlgorithm</name>
    <message>
        <source>Split communities into grids</source>
        <translation>将社区划分为网格</translation>
    </message>
    <message>
        <source>Division</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>grid,community,district,partition,population,balance,zoning,contiguous</source>
        <translation>网格,社区,地块,划分,分区,人口,均衡,连通,网格化管理,grid,community,district,partition,population</translation>
    </message>
    <message>
        <source>Divides each community into grids (2 to 5, or as set). Every limit holds for every grid: population, area, and both at once. Grids stay in one piece, together they are the community, vertex for vertex, and the new borders are as short as can be found.

Grids are put together from blocks where these are given. Without blocks new borders follow barriers (streets, railways, rivers) as far as the limits allow, run straight where there are none, and cut no polygon that shall be kept whole.

Where no division holds the limits, the community stays whole in the output, with grid number 0, and its row in the status says which limit binds, with the figures, and the smallest change that would help. One bad community never ends the run.

Populations are people, areas square metres and lengths metres on the ellipsoid, whatever the coordinate system. The same input and seed give the same grids.</source>
        <translation>将每个社区划分为网格（2 至 5 个，或按设定）。每个网格都满足全部限值：人口、面积，或两者同时。网格各自连成一片，合起来与社区逐顶点一致，新边界尽可能短。

给定地块时，网格由地块组成。没有地块时，新边界在限值允许的范围内沿屏障（街道、铁路、河流），没有屏障处取直线，并且不穿过应保持完整的面。

没有方案满足限值时，社区在输出中保持完整，网格号为 0，状态表中的该行说明是哪项限值、具体数字以及最小的有效调整。一个有问题的社区不会中断整个运行。

人口以人计，面积为平方米，长度为米，均按椭球面计算，与坐标系无关。相同的输入和种子得到相同的网格。</translation>
    </message>
    <message>
        <source>The run was cancelled; no output was kept.</source>
        <translation>运行已取消；没有保留任何输出。</translation>
    </message>
    <message>
        <source>{unsolved} of {communities} communities could not be divided. The outputs were written.</source>
        <translation>{communities} 个社区中有 {unsolved} 个无法划分。输出已写入。</translation>
    </message>
    <message>
        <source>TARGET_POPULATION is {value}; it must be a number above 0.</source>
        <translation>TARGET_POPULATION 为 {value}；必须是大于 0 的数。</translation>
    </message>
    <message>
        <source>{first} and {second} are both given; people can come from one of them only. Leave one empty.</source>
        <translation>同时指定了 {first} 和 {second}；人口只能来自其中之一。请将一项留空。</translation>
    </message>
    <message>
        <source>Limits on population and TARGET_POPULATION need to know where people are: give POPULATION_FIELD, COMMUNITY_POPULATION, POPULATION_LAYER or POPULATION_RASTER.</source>
        <translation>人口限值和 TARGET_POPULATION 需要知道人口分布：请给出 POPULATION_FIELD、COMMUNITY_POPULATION、POPULATION_LAYER 或 POPULATION_RASTER。</translation>
    </message>
    <message>
        <source>{field} is given without {layer}, the layer that it is a field of.</source>
        <translation>给出了 {field}，但没有给出它所属的图层 {layer}。</translation>
    </message>
</context>
<context>
    <name>SplitLayers</name>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Polygons of the communities, in any coordinate system. Their outlines stay as they are.</source>
        <translation>社区多边形，可用任何坐标系。其轮廓保持不变。</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>地块</translation>
    </message>
    <message>
        <source>Polygons that grids are put together from: census blocks, plots. No block is divided, unless it lies in more than one community. Without them communities are divided along barriers, and where there are none, by straight borders.</source>
        <translation>组成网格的面：普查小区、地块。地块不会被拆分，除非它跨多个社区。没有地块时，社区沿屏障划分，没有屏障处用直线划分。</translation>
    </message>
    <message>
        <source>Field of the blocks with the community&apos;s id</source>
        <translation>地块中的社区 ID 字段</translation>
    </message>
    <message>
        <source>Which community a block belongs to. Without it the geometry tells.</source>
        <translation>说明地块属于哪个社区。不指定时由几何位置判断。</translation>
    </message>
    <message>
        <source>Barriers that borders follow (streets, railways, rivers)</source>
        <translation>屏障（街道、铁路、河流）</translation>
    </message>
    <message>
        <source>Lines in any coordinate system. Without blocks they divide each community; with blocks, borders of blocks within 10 m of a barrier follow it.</source>
        <translation>任意坐标系的线。没有地块时由它们划分社区；有地块时，离屏障 10 米以内的地块边界视为沿线。</translation>
    </message>
    <message>
        <source>Field of the barriers with the factor (0 to 1)</source>
        <translation>屏障系数字段（0 至 1）</translation>
    </message>
    <message>
        <source>Share of a border&apos;s cost that remains along the line: 0 is the best place for a border, 1 no better than open ground; empty is 0.2. Without this field OpenStreetMap&apos;s fields highway, railway and waterway tell, where the layer has them.</source>
        <translation>边界沿该线时保留的代价比例：0 最适合作边界，1 与空地无异；空值为 0.2。没有此字段时，若图层有 OpenStreetMap 的 highway、railway、waterway 字段，则由它们决定。</translation>
    </message>
    <message>
        <source>Field of the barriers that no grid may cross</source>
        <translation>网格不得跨越的屏障字段</translation>
    </message>
    <message>
        <source>Where it is true, no grid may lie on both sides. Lines of the same layer whose field bridge or tunnel says yes join what they cross.</source>
        <translation>为真时，网格不得位于线的两侧。同一图层中 bridge 或 tunnel 字段为是的线，把它们所跨越的两侧连起来。</translation>
    </message>
    <message>
        <source>Table of barrier factors</source>
        <translation>屏障系数表</translation>
    </message>
    <message>
        <source>A JSON file of your own, instead of the table of OpenStreetMap&apos;s values that is shipped.</source>
        <translation>您自己的 JSON 文件，代替随插件提供的 OpenStreetMap 取值表。</translation>
    </message>
    <message>
        <source>Extend open ends of barriers by at most (m)</source>
        <translation>屏障悬挂端最多延长（米）</translation>
    </message>
    <message>
        <source>An open end nearer than this to another barrier or the community&apos;s edge is extended to it.</source>
        <translation>悬挂端到另一条屏障或社区边界的距离小于此值时，延长到该处。</translation>
    </message>
    <message>
        <source>Smallest face between barriers (m²)</source>
        <translation>屏障之间的最小地块（平方米）</translation>
    </message>
    <message>
        <source>Smaller and very narrow ones, as between carriageways, go to a neighbour.</source>
        <translation>更小的和很窄的（如双向车道之间）并入相邻地块。</translation>
    </message>
    <message>
        <source>Polygons to keep whole (buildings, compounds, settlements)</source>
        <translation>保持完整的面（建筑、小区、居民点）</translation>
    </message>
    <message>
        <source>No new border runs through them. In any coordinate system.</source>
        <translation>新边界不穿过它们。任意坐标系。</translation>
    </message>
    <message>
        <source>Field of those that are grids of their own</source>
        <translation>专属网格字段</translation>
    </message>
    <message>
        <source>Where it is true, the polygon becomes a dedicated grid, apart from the limits and from the number of grids.</source>
        <translation>为真时，该面成为专属网格，不受限值约束，也不计入网格数。</translation>
    </message>
    <message>
        <source>Field of the blocks with the population (people)</source>
        <translation>地块的人口字段（人）</translation>
    </message>
    <message>
        <source>People of each block; fractions are allowed. Without blocks: field of the communities, as COMMUNITY_POPULATION. Limits on population need one of the sources of people.</source>
        <translation>每个地块的人口，可为小数。没有地块时为社区字段，同 COMMUNITY_POPULATION。人口限值需要一种人口来源。</translation>
    </message>
    <message>
        <source>Field of the communities with the population (people)</source>
        <translation>社区人口字段（人）</translation>
    </message>
    <message>
        <source>People of each community. They are spread over POPULATION_LAYER or POPULATION_RASTER, whose figures are weights then (of polygons for each unit of area, such as floors), else by area.</source>
        <translation>每个社区的人口。按 POPULATION_LAYER 或 POPULATION_RASTER 分摊，此时其数值为权重（面的数值按单位面积计，如楼层数）；否则按面积分摊。</translation>
    </message>
    <message>
        <source>Points or polygons with people, instead of a field of the blocks</source>
        <translation>代替地块字段的人口点或人口多边形</translation>
    </message>
    <message>
        <source>A point&apos;s people go to the block that it lies in; a polygon&apos;s are shared by area among the blocks that it covers. In any coordinate system.</source>
        <translation>点的人口归于其所在的地块；多边形的人口按面积分摊给它所覆盖的地块。可以用任何坐标系。</translation>
    </message>
    <message>
        <source>Field of that layer with the population (people)</source>
        <translation>该图层的人口字段（人）</translation>
    </message>
    <message>
        <source>People of each point or polygon. Without it each point counts one; polygons need it.</source>
        <translation>每个点或多边形的人口。不指定时每个点计为一人；多边形必须指定。</translation>
    </message>
    <message>
        <source>Raster with the population (people per cell), instead of a field of the blocks</source>
        <translation>代替地块字段的人口栅格（每个像元的人数）</translation>
    </message>
    <message>
        <source>People of each cell, not per km²; a cell&apos;s are shared by area among the blocks that it covers. Cells without data count for nobody. The first band, in any coordinate system.</source>
        <translation>每个像元的人数，而不是每平方千米的人数；像元的人口按面积分摊给它所覆盖的地块。无数据的像元按无人计。取第一个波段，可以用任何坐标系。</translation>
    </message>
    <message>
        <source>Today&apos;s grids</source>
        <translation>现有网格</translation>
    </message>
    <message>
        <source>Where the division starts from; the report says who would come into another grid.</source>
        <translation>划分由此开始；报告说明谁会改到其他网格。</translation>
    </message>
    <message>
        <source>Border that one moved person weighs (m)</source>
        <translation>每改动一人折合的边界（米）</translation>
    </message>
    <message>
        <source>Metres of border that must be saved for one person to come into another grid than today&apos;s. High figures leave grids that hold every limit as they are.</source>
        <translation>每有一人改到其他网格，须节省的边界米数。数值高时，满足全部限值的网格保持不变。</translation>
    </message>
</context>
<context>
    <name>SplitParameters</name>
    <message>
        <source>Grids are numbered in rows from north to south, each row from west to east. All but the plain scheme ask for a community&apos;s code of 12 digits.</source>
        <translation>网格自北向南逐行编号，每行自西向东。除简单方案外，社区编码须为 12 位数字。</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Solved communities</source>
        <translation>已划分的社区</translation>
    </message>
    <message>
        <source>Communities kept whole</source>
        <translation>保持整体的社区</translation>
    </message>
    <message>
        <source>Communities with relaxed limits</source>
        <translation>放宽限制的社区</translation>
    </message>
    <message>
        <source>Infeasible communities</source>
        <translation>不可行的社区</translation>
    </message>
    <message>
        <source>Failed communities</source>
        <translation>失败的社区</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Field with the exact number of grids</source>
        <translation>指定网格数的字段</translation>
    </message>
    <message>
        <source>A whole number from 1 to 99 for each community; where it is empty, the limits decide.</source>
        <translation>每个社区填 1 至 99 的整数；为空时由各项限制决定。</translation>
    </message>
    <message>
        <source>Population wished for per grid (people)</source>
        <translation>每个网格的期望人口（人）</translation>
    </message>
    <message>
        <source>Chooses the number of grids whose mean comes nearest to it, among those that hold every limit. Without it a community gets the fewest grids that hold every limit.</source>
        <translation>在满足所有限制的网格数中，选择平均人口最接近该值的网格数。不指定时，取满足所有限制的最少网格数。</translation>
    </message>
    <message>
        <source>Keep a community whole where it holds the limits as it is</source>
        <translation>社区本身满足限制时保持整体</translation>
    </message>
    <message>
        <source>Such a community becomes one grid.</source>
        <translation>这样的社区成为一个网格。</translation>
    </message>
    <message>
        <source>Relax the limits where no division holds them</source>
        <translation>没有划分能满足限制时放宽限制</translation>
    </message>
    <message>
        <source>Gives the division that breaks the limits least, marked as relaxed. Grids stay in one piece.</source>
        <translation>给出突破限制最少的划分，并标记为已放宽。网格仍连成一片。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>彻底</translation>
    </message>
    <message>
        <source>Seed of random numbers</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed gives the same grids; another seed may find another division that is as good.</source>
        <translation>相同的种子得到相同的网格；换一个种子可能得到另一个同样好的划分。</translation>
    </message>
    <message>
        <source>Worker processes</source>
        <translation>工作进程数</translation>
    </message>
    <message>
        <source>0 takes all cores. However many there are, the grids are the same.</source>
        <translation>0 表示使用全部核心。无论进程多少，网格都相同。</translation>
    </message>
    <message>
        <source>Address of a Dask scheduler</source>
        <translation>Dask 调度器地址</translation>
    </message>
    <message>
        <source>Works on the machines of a Dask cluster, such as tcp://10.0.0.1:8786; the workers need this plugin&apos;s folder. The grids are the same.</source>
        <translation>在 Dask 集群的各台机器上运行，例如 tcp://10.0.0.1:8786；各工作节点需要有本插件的文件夹。所得网格相同。</translation>
    </message>
    <message>
        <source>Effort of the search</source>
        <translation>搜索力度</translation>
    </message>
    <message>
        <source>How long the search goes on for shorter borders. All limits hold with any of them.</source>
        <translation>为缩短边界而搜索多久。无论选哪一种，所有限制都得到满足。</translation>
    </message>
    <message>
        <source>End with an error if a community could not be divided</source>
        <translation>有社区无法划分时以错误结束</translation>
    </message>
    <message>
        <source>Outputs are written nevertheless. For batches, which look at the exit status.</source>
        <translation>输出仍会写入。用于检查退出状态的批处理。</translation>
    </message>
    <message>
        <source>One feature a grid. A community that could not be divided stands there as it is, with number 0.</source>
        <translation>每个网格一个要素。无法划分的社区按原样保留，序号为 0。</translation>
    </message>
    <message>
        <source>Blocks with their grids</source>
        <translation>地块及其所属网格</translation>
    </message>
    <message>
        <source>Every block and its grid.</source>
        <translation>每个地块及其所属网格。</translation>
    </message>
    <message>
        <source>Status of the communities</source>
        <translation>社区状态</translation>
    </message>
    <message>
        <source>One row a community: what became of it, why, and what would help.</source>
        <translation>每个社区一行：结果如何、原因，以及怎样改进。</translation>
    </message>
</context>
<context>
    <name>SummarizeGridsAlgorithm</name>
    <message>
        <source>Summarize grids</source>
        <translation>汇总网格</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>grid,statistics,population,density,roster,staff,level,count,report,card</source>
        <translation>网格,统计,人口,人口密度,人员,名册,岗位,层级,计数,报告,卡片,网格化管理,grid,statistics,population,density,roster,card</translation>
    </message>
    <message>
        <source>Tells for each grid its area, people, density, the points of each class that lie in it, and whether its staff is complete; and sums all of it up by district, street and community, which the first digits of the codes tell.

Points are counted once each, by the rules of “Link survey points to grids”. The roster is a table of grid, role and person: a grid is complete where every required role is filled. One person may work in several grids. Rows that cannot be used are listed.

The report has an index and a card for every grid: its map, size, people, staff, components and neighbours with the length of the common border.

Areas are square metres and lengths metres on the ellipsoid, whatever the coordinate system.</source>
        <translation>说明每个网格的面积、人口、人口密度、其中各类点的数目，以及人员是否齐备；并按编码开头几位所表示的区、街道和社区逐级汇总。

每个点只计一次，规则与“将普查点关联到网格”相同。人员名册是由网格、岗位和人员组成的表：所需岗位都有人时，该网格的岗位齐全。一个人可以在多个网格任职。无法使用的行会列出。

报告中有索引，每个网格有一张卡片：地图、大小、人口、人员、部件，以及相邻网格和公共边界的长度。

面积为椭球面上的平方米，长度为椭球面上的米，与坐标系无关。</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>{table} is given without {field}. Choose the field.</source>
        <translation>给出了 {table}，但没有给出 {field}。请选择该字段。</translation>
    </message>
    <message>
        <source>LAYERS: layers that could not be opened: {missing}. Given were: {layers}. Check their paths.</source>
        <translation>LAYERS：无法打开的图层：{missing} 个。给出的是：{layers}。请检查路径。</translation>
    </message>
    <message>
        <source>LAYERS: {layer} is given twice; its points would count twice.</source>
        <translation>LAYERS：图层 {layer} 给出了两次；其中的点会被重复计数。</translation>
    </message>
    <message>
        <source>ROSTER_OUTPUT lists rows of a roster: give ROSTER.</source>
        <translation>ROSTER_OUTPUT 列出人员名册中的行：请给出 ROSTER。</translation>
    </message>
    <message>
        <source>POPULATION_FIELD: “{field}” is no number, or below 0; such features count for nobody: {count} (features: {fids}).</source>
        <translation>POPULATION_FIELD：“{field}”不是数字或小于 0；这类要素不计人口：{count} 个（要素：{fids}）。</translation>
    </message>
    <message>
        <source>LAYERS: the field “{field}” of {layer} has more than {most} different values, so it is taken for no class. Name another one in CLASS_FIELD.</source>
        <translation>LAYERS：{layer} 的字段“{field}”有超过 {most} 个不同的值，因此不作为类别。请在 CLASS_FIELD 中给出其他字段。</translation>
    </message>
    <message>
        <source>The row names no grid.</source>
        <translation>该行没有写明网格。</translation>
    </message>
    <message>
        <source>There is no grid {grid}.</source>
        <translation>没有网格 {grid}。</translation>
    </message>
    <message>
        <source>The row names no role; the person counts as staff of {grid}.</source>
        <translation>该行没有写明岗位；此人计为 {grid} 的人员。</translation>
    </message>
    <message>
        <source>{role} is none of the required roles; the person counts as staff of {grid}.</source>
        <translation>{role} 不是所需岗位；此人计为 {grid} 的人员。</translation>
    </message>
    <message>
        <source>Nobody is named: {role} of {grid} is vacant.</source>
        <translation>没有写明人员：{grid} 的 {role} 岗位空缺。</translation>
    </message>
    <message>
        <source>The same person is {role} of {grid} in another row too.</source>
        <translation>另一行已写明同一人担任 {grid} 的 {role}。</translation>
    </message>
    <message>
        <source>ROSTER: rows that name no grid: {count} (rows: {rows}).</source>
        <translation>ROSTER：没有写明网格的行：{count} 行（行号 {rows}）。</translation>
    </message>
    <message>
        <source>ROSTER: rows whose grid does not exist: {count} (rows: {rows}). Check ROSTER_GRID and the codes.</source>
        <translation>ROSTER：网格不存在的行：{count} 行（行号 {rows}）。请检查 ROSTER_GRID 和编码。</translation>
    </message>
    <message>
        <source>ROSTER: rows that name no role: {count} (rows: {rows}).</source>
        <translation>ROSTER：没有写明岗位的行：{count} 行（行号 {rows}）。</translation>
    </message>
    <message>
        <source>ROSTER: rows whose role is none of REQUIRED_ROLES: {count} (rows: {rows}). They count as staff, but fill no required role.</source>
        <translation>ROSTER：岗位不在 REQUIRED_ROLES 中的行：{count} 行（行号 {rows}）。这些人计为人员，但不算所需岗位有人。</translation>
    </message>
    <message>
        <source>ROSTER: rows that name nobody, so that the role is vacant: {count} (rows: {rows}).</source>
        <translation>ROSTER：没有写明人员、岗位因而空缺的行：{count} 行（行号 {rows}）。</translation>
    </message>
    <message>
        <source>ROSTER: rows that say again what another row says: {count} (rows: {rows}).</source>
        <translation>ROSTER：与另一行重复的行：{count} 行（行号 {rows}）。</translation>
    </message>
    <message>
        <source>LEVELS is “{levels}”; it must be whole numbers from 1 to {longest}, separated by commas: the lengths of the codes of the levels, such as 6,9,12,15.</source>
        <translation>LEVELS 为“{levels}”；必须是 1 到 {longest} 的整数，用逗号分隔，即各层级编码的位数，如 6,9,12,15。</translation>
    </message>
    <message>
        <source>REQUIRED_ROLES names no role. Give at least one, separated by commas.</source>
        <translation>REQUIRED_ROLES 中没有岗位。请至少给出一个，用逗号分隔。</translation>
    </message>
    <message>
        <source>REQUIRED_ROLES names the role “{role}” twice. Give each role once.</source>
        <translation>REQUIRED_ROLES 中岗位“{role}”出现了两次。每个岗位只能给出一次。</translation>
    </message>
</context>
<context>
    <name>SummaryParameters</name>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Polygons of the grids, in any coordinate system.</source>
        <translation>网格多边形，可用任何坐标系。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>Its first digits say where a grid belongs. Features with the same code are one grid.</source>
        <translation>编码的开头几位说明网格属于哪里。编码相同的要素为一个网格。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s name</source>
        <translation>网格名称字段</translation>
    </message>
    <message>
        <source>For reports only.</source>
        <translation>仅用于报告。</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s population (people)</source>
        <translation>网格人口字段（人）</translation>
    </message>
    <message>
        <source>Summed by level, and divided by the area.</source>
        <translation>按层级汇总，并除以面积。</translation>
    </message>
    <message>
        <source>Layers of points to count</source>
        <translation>要统计的点图层</translation>
    </message>
    <message>
        <source>Components, houses, cases: counted by grid with the rules of “Link survey points to grids”, and by class where a layer has a class.</source>
        <translation>部件、房屋、案件：按“将普查点关联到网格”的规则逐网格统计；图层有类别时，还按类别统计。</translation>
    </message>
    <message>
        <source>Fields that may tell a point&apos;s class</source>
        <translation>可能表示点的类别的字段</translation>
    </message>
    <message>
        <source>Names separated by commas. Of each layer the first one that it has counts.</source>
        <translation>用逗号分隔的字段名。每个图层以其中第一个具有的字段为准。</translation>
    </message>
    <message>
        <source>Largest distance of a point to its grid (m)</source>
        <translation>点到网格的最大距离（米）</translation>
    </message>
    <message>
        <source>Metres up to which a point outside all grids counts for the nearest one.</source>
        <translation>米数：所有网格之外的点，到最近网格的距离不超过此值时计入该网格。</translation>
    </message>
    <message>
        <source>Roster of the staff</source>
        <translation>人员名册</translation>
    </message>
    <message>
        <source>A table with one row for each role that a person has in a grid.</source>
        <translation>表：某人在某网格担任的每个岗位占一行。</translation>
    </message>
    <message>
        <source>Field of the roster with the grid&apos;s code</source>
        <translation>名册中的网格编码字段</translation>
    </message>
    <message>
        <source>Needed with a roster.</source>
        <translation>给出人员名册时必填。</translation>
    </message>
    <message>
        <source>Field of the roster with the role</source>
        <translation>名册中的岗位字段</translation>
    </message>
    <message>
        <source>Field of the roster with the person</source>
        <translation>名册中的人员字段</translation>
    </message>
    <message>
        <source>A name or an id. Needed with a roster; empty says that the role is vacant.</source>
        <translation>姓名或 ID。给出人员名册时必填；为空表示岗位空缺。</translation>
    </message>
    <message>
        <source>Roles that every grid needs</source>
        <translation>每个网格所需的岗位</translation>
    </message>
    <message>
        <source>Separated by commas. Other names for the same role stand behind an equals sign.</source>
        <translation>用逗号分隔。同一岗位的其他名称写在等号之后。</translation>
    </message>
    <message>
        <source>Digits of the codes of the levels</source>
        <translation>各层级编码的位数</translation>
    </message>
    <message>
        <source>So many characters of a grid&apos;s code are the code of its district, street, community and so on.</source>
        <translation>网格编码的前几位就是其所属的区、街道、社区等的编码。</translation>
    </message>
    <message>
        <source>List of codes and names</source>
        <translation>编码与名称对照表</translation>
    </message>
    <message>
        <source>Names of districts, streets and communities, for the levels.</source>
        <translation>区、街道和社区的名称，用于各层级。</translation>
    </message>
    <message>
        <source>Field of that list with the code</source>
        <translation>对照表的编码字段</translation>
    </message>
    <message>
        <source>Needed with it.</source>
        <translation>给出对照表时必填。</translation>
    </message>
    <message>
        <source>Field of that list with the name</source>
        <translation>对照表的名称字段</translation>
    </message>
    <message>
        <source>Grids with figures</source>
        <translation>带指标的网格</translation>
    </message>
    <message>
        <source>All grids with their own fields, and the figures.</source>
        <translation>全部网格，带原有字段和各项指标。</translation>
    </message>
    <message>
        <source>Figures of the levels</source>
        <translation>各层级指标</translation>
    </message>
    <message>
        <source>One row for each place of each level, in the order of the codes.</source>
        <translation>各层级的每个地方一行，按编码排列。</translation>
    </message>
    <message>
        <source>Points by grid and class</source>
        <translation>按网格和类别统计的点</translation>
    </message>
    <message>
        <source>One row for each grid, layer and class that has points.</source>
        <translation>有点的每个网格、图层和类别一行。</translation>
    </message>
    <message>
        <source>Rows of the roster that something is wrong with</source>
        <translation>人员名册中有问题的行</translation>
    </message>
    <message>
        <source>Grid or role unknown, nobody named, said twice. A person in several grids is no fault; they are counted.</source>
        <translation>网格或岗位不明、没有写明人员、重复。一个人在多个网格任职不算问题，只计数。</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Area (m²)</source>
        <translation>面积（m²）</translation>
    </message>
    <message>
        <source>Points in a grid</source>
        <translation>网格内的点</translation>
    </message>
    <message>
        <source>Points in no grid</source>
        <translation>不属于任何网格的点</translation>
    </message>
    <message>
        <source>Grids with a complete roster</source>
        <translation>岗位齐全的网格</translation>
    </message>
    <message>
        <source>Grids where a role is missing</source>
        <translation>岗位有空缺的网格</translation>
    </message>
    <message>
        <source>Persons on the roster</source>
        <translation>名册中的人数</translation>
    </message>
    <message>
        <source>Persons in several grids</source>
        <translation>在多个网格任职的人数</translation>
    </message>
</context>
<context>
    <name>SummaryReport</name>
    <message>
        <source>Grids and their figures</source>
        <translation>网格及其指标</translation>
    </message>
    <message>
        <source>Grid report</source>
        <translation>网格报告</translation>
    </message>
    <message>
        <source>Grids: {grids}; people: {people}; area: {area}.</source>
        <translation>网格：{grids}；人口：{people}；面积：{area}。</translation>
    </message>
    <message>
        <source>Grids: {grids}; people: {people}; area: {area}. Grids whose required roles are all filled: {complete}.</source>
        <translation>网格：{grids}；人口：{people}；面积：{area}。所需岗位全部有人的网格：{complete}。</translation>
    </message>
    <message>
        <source>grids</source>
        <translation>网格数</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>people per km²</source>
        <translation>人口密度（人/km²）</translation>
    </message>
    <message>
        <source>features</source>
        <translation>要素数</translation>
    </message>
    <message>
        <source>features in no grid</source>
        <translation>不属于任何网格的要素</translation>
    </message>
    <message>
        <source>persons on the roster</source>
        <translation>名册中的人数</translation>
    </message>
    <message>
        <source>of them in several grids</source>
        <translation>其中在多个网格任职</translation>
    </message>
    <message>
        <source>roster complete</source>
        <translation>岗位齐全</translation>
    </message>
    <message>
        <source>roles missing</source>
        <translation>岗位有空缺</translation>
    </message>
    <message>
        <source>Layer of grids</source>
        <translation>网格图层</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s code</source>
        <translation>网格编码字段</translation>
    </message>
    <message>
        <source>Field with the grid&apos;s name</source>
        <translation>网格名称字段</translation>
    </message>
    <message>
        <source>Field with the people</source>
        <translation>人口字段</translation>
    </message>
    <message>
        <source>Layers of points</source>
        <translation>点图层</translation>
    </message>
    <message>
        <source>Roster</source>
        <translation>人员名册</translation>
    </message>
    <message>
        <source>Required roles</source>
        <translation>所需岗位</translation>
    </message>
    <message>
        <source>Digits of the levels</source>
        <translation>各层级编码的位数</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Every grid counts once on every level: the first digits of its code say where.</source>
        <translation>每个网格在每个层级各计一次：编码的开头几位说明属于哪里。</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Roster complete</source>
        <translation>岗位齐全的比例</translation>
    </message>
    <message>
        <source>Left out here: {count}. The layer of levels has all rows.</source>
        <translation>此处省略 {count} 行。层级图层中有全部的行。</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>In how many grids each required role is missing, and where.</source>
        <translation>各所需岗位在多少个网格中空缺，在哪些网格。</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>Missing in</source>
        <translation>空缺的网格数</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>空缺的网格</translation>
    </message>
    <message>
        <source>missing nowhere</source>
        <translation>没有空缺</translation>
    </message>
    <message>
        <source>Features by class</source>
        <translation>按类别统计的要素</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>未分类</translation>
    </message>
    <message>
        <source>Index of the grids</source>
        <translation>网格索引</translation>
    </message>
    <message>
        <source>Grid cards</source>
        <translation>网格卡片</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Grid {code} and its neighbours</source>
        <translation>网格 {code} 及其相邻网格</translation>
    </message>
    <message>
        <source>perimeter</source>
        <translation>周长</translation>
    </message>
    <message>
        <source>compactness</source>
        <translation>紧凑度</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>missing: {roles}</source>
        <translation>空缺：{roles}</translation>
    </message>
    <message>
        <source>Nobody.</source>
        <translation>无人。</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>相邻网格</translation>
    </message>
    <message>
        <source>None: no grid shares a border with it.</source>
        <translation>没有：没有网格与它有公共边界。</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>没有。</translation>
    </message>
    <message>
        <source>to the index</source>
        <translation>返回索引</translation>
    </message>
    <message>
        <source>neighbour</source>
        <translation>相邻网格</translation>
    </message>
    <message>
        <source>A grid that shares a border; the length of that border stands beside it. A common corner is none.</source>
        <translation>有公共边界的网格，旁边是公共边界的长度。只有一个公共角点的不算。</translation>
    </message>
    <message>
        <source>measures</source>
        <translation>量算</translation>
    </message>
    <message>
        <source>Areas and lengths on the ellipsoid of the layer&apos;s CRS, as the measuring tools of QGIS do.</source>
        <translation>面积和长度按图层坐标系的椭球面量算，与 QGIS 的量测工具一致。</translation>
    </message>
    <message>
        <source>Polsby-Popper: 4π × area ÷ perimeter². 1 is a circle, a square has 0.79.</source>
        <translation>Polsby-Popper 指标：4π × 面积 ÷ 周长²。圆为 1，正方形为 0.79。</translation>
    </message>
    <message>
        <source>roster</source>
        <translation>人员名册</translation>
    </message>
    <message>
        <source>Complete where every required role is filled at least once. One person may fill several roles, also in several grids.</source>
        <translation>每个所需岗位至少有一人时为齐全。一个人可以担任多个岗位，也可以在多个网格任职。</translation>
    </message>
</context>
<context>
    <name>Surroundings</name>
    <message>
        <source>{parameter}: none of its features ({count}) reaches a community. Check the layer, and its coordinate system.</source>
        <translation>{parameter}：其要素（{count} 个）都不在任何社区之内。请检查图层及其坐标系。</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>Polygons of KEEP_WHOLE that KEEP_WHOLE_DEDICATED marks, but that are no grids of their own, because no block lies in them for the most part: {count} (features: {fids}).</source>
        <translation>由 KEEP_WHOLE_DEDICATED 标记，但没有地块大部分位于其中，因而不成为专属网格的 KEEP_WHOLE 面：{count} 个（要素 {fids}）。</translation>
    </message>
</context>
<context>
    <name>ValidateGridsAlgorithm</name>
    <message>
        <source>Validate grids</source>
        <translation>检查网格</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>grid,community,coverage,topology,gap,overlap,sliver,check,quality,code</source>
        <translation>网格,社区,覆盖,拓扑,缝隙,重叠,碎片,越界,检查,质量,编码,网格化管理,grid,community,coverage,topology,gap,overlap,check</translation>
    </message>
    <message>
        <source>Checks that grids tile their communities: no gap, no overlap, no spill over a community&apos;s edge; that each community has its number of grids, each grid in one piece and within the limits; and that codes are there, well formed and given once.

Every finding is one feature: the gap, overlap or spill itself, or the grid or community that a rule is about, with a message that says what is wrong. Errors have to be mended; warnings are slivers, and borders that do not match vertex for vertex. Set “accepted” to true (and write a note) where a finding shall stay as it is, and give the layer as ACCEPTED to the next run.

Ground outside every community, such as an enclave, is no gap. Invalid geometries are told and checked as made valid. Areas are square metres on the ellipsoid, whatever the coordinate system.

“Repair grids” mends what can be mended safely.</source>
        <translation>检查网格是否恰好铺满各自的社区：没有缝隙，没有重叠，没有超出社区边界；每个社区的网格数是否符合要求，每个网格是否连成一片且满足各项限制；编码是否齐全、格式正确且不重复。

每个问题为一个要素：缝隙、重叠或越界本身，或规则所针对的网格或社区，并附有说明。错误必须修正；警告是碎片，以及节点不一致的边界。某个问题需要保持现状时，请将“accepted”设为 true（并填写备注），下次运行时将该图层作为 ACCEPTED 输入。

所有社区之外的土地（如被社区包围的外部土地）不算缝隙。无效几何图形会报告，并按修复为有效后的图形检查。面积为椭球面上的平方米，与坐标系无关。

凡能安全修复的，由“修复网格”修复。</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message>
        <source>{parameter} is not given. Choose the field.</source>
        <translation>没有给出 {parameter}。请选择字段。</translation>
    </message>
    <message>
        <source>{parameter} is {value}; it must be a number of 0 or more.</source>
        <translation>{parameter} 为 {value}；必须是不小于 0 的数。</translation>
    </message>
    <message>
        <source>{parameter} is {value}; it must be a whole number from {low} to {high}.</source>
        <translation>{parameter} 为 {value}；必须是 {low} 到 {high} 的整数。</translation>
    </message>
    <message>
        <source>{parameter} is “{value}”; it must be a day written as YYYY-MM-DD, such as 2026-07-01.</source>
        <translation>{parameter} 为“{value}”；必须是写作 YYYY-MM-DD 的日期，例如 2026-07-01。</translation>
    </message>
    <message>
        <source>{parameter} is needed with {layer}: the field with the grids&apos; codes.</source>
        <translation>给出 {layer} 时必须填写 {parameter}：网格编码的字段。</translation>
    </message>
    <message>
        <source>{parameter} is “{value}”; it must be a number.</source>
        <translation>{parameter} 为“{value}”；必须是数字。</translation>
    </message>
</context>
<context>
    <name>Workers</name>
    <message>
        <source>No worker process could be started: the run goes on in one process.</source>
        <translation>无法启动工作进程：在一个进程中继续运行。</translation>
    </message>
    <message>
        <source>Worker processes cannot be started with {python}</source>
        <translation>无法用 {python} 启动工作进程</translation>
    </message>
    <message>
        <source>SCHEDULER: the Python package dask.distributed is not installed. Install it, or leave SCHEDULER empty.</source>
        <translation>SCHEDULER：没有安装 Python 包 dask.distributed。请安装，或将 SCHEDULER 留空。</translation>
    </message>
    <message>
        <source>SCHEDULER: no Dask scheduler answers at {address}: {error}</source>
        <translation>SCHEDULER：{address} 处没有 Dask 调度器应答：{error}</translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message>
        <source>{output} would replace the data of {input} in {path}. Choose another file, or another layer of that GeoPackage.</source>
        <translation>{output} 会覆盖 {input} 在 {path} 中的数据。请另选文件，或选择该 GeoPackage 中的另一个图层。</translation>
    </message>
    <message>
        <source>{first} and {second} would both be written to {path}. Give each a file of its own, or in one GeoPackage a layer of its own.</source>
        <translation>{first} 和 {second} 会写入同一处 {path}。请为二者各指定一个文件，或在同一 GeoPackage 中各指定一个图层。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} names a layer in a file as inputs do. To write a layer into a GeoPackage give ogr:dbname=&apos;{path}&apos; table=&quot;{layer}&quot; (geom).</source>
        <translation>{parameter}：{destination} 是输入图层的写法。要把图层写入 GeoPackage，请填写 ogr:dbname=&apos;{path}&apos; table=&quot;{layer}&quot; (geom)。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} could not be written: {error}</source>
        <translation>{parameter}：无法写入 {destination}：{error}</translation>
    </message>
    <message>
        <source>{parameter}: features that arrived in {destination}: {found} of {expected}. The disk is full.</source>
        <translation>{parameter}：应写入 {destination} 的要素 {expected} 个，实际写入 {found} 个。磁盘已满。</translation>
    </message>
    <message>
        <source>{parameter}: features that arrived whole in {destination}: {found} of {expected}. Its format cannot hold them, or a limit on the size of files was met. Choose a GeoPackage (.gpkg).</source>
        <translation>{parameter}：应写入 {destination} 的要素 {expected} 个，完整写入 {found} 个。该格式无法容纳这些要素，或已达到文件大小的限制。请选择 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} holds the first 254 bytes of texts only, as its format does; texts that were cut: {cut}. Choose a GeoPackage (.gpkg).</source>
        <translation>{parameter}：{destination} 的格式只能保存文本的前 254 个字节；被截断的文本：{cut} 个。请选择 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} holds the attributes only, because files of its format have no geometry. Choose a GeoPackage (.gpkg) for a map.</source>
        <translation>{parameter}：{destination} 只含属性，因为该格式的文件没有几何图形。需要地图时请选择 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
        <source>The field “{name}” of the input is called “{renamed}” in the output, where “{name}” stands for something else.</source>
        <translation>输入中的字段“{name}”在输出中称为“{renamed}”，因为“{name}”在输出中另有含义。</translation>
    </message>
    <message>
        <source>{parameter}: {path} cannot be written ({reason}). Choose a folder that exists and has room.</source>
        <translation>{parameter}：无法写入 {path}（{reason}）。请选择存在且空间充足的文件夹。</translation>
    </message>
    <message>
        <source>{parameter}: {path} is a folder. Give the name of a file in it.</source>
        <translation>{parameter}：{path} 是文件夹。请填写其中一个文件的名称。</translation>
    </message>
    <message>
        <source>{parameter}: {path} is no file. Choose another name.</source>
        <translation>{parameter}：{path} 不是文件。请另选名称。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} has a format that QGIS writes but cannot read, so nobody could see whether it is whole. Choose a GeoPackage (.gpkg).</source>
        <translation>{parameter}：{destination} 的格式 QGIS 能写但不能读，因此无法确认其是否完整。请选择 GeoPackage（.gpkg）。</translation>
    </message>
    <message>
        <source>{parameter}: {destination} has a format that cannot hold a table without geometry. Choose a GeoPackage (.gpkg) or a CSV file (.csv).</source>
        <translation>{parameter}：{destination} 的格式不能容纳没有几何图形的表。请选择 GeoPackage（.gpkg）或 CSV 文件（.csv）。</translation>
    </message>
</context>
</TS>

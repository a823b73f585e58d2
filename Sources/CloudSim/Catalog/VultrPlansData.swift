// The lines are data.
// swift-format-ignore-file

/// Vultr's Cloud GPU plans, one a line; their origin is in README.md here.
///
/// Fields: plan, GPU, GPUs, total GPU memory in GB, CPUs, memory in GB, disk in GB, traffic in GB,
/// $ a month, $ an hour, regions with stock in September 2026, regions that sold it earlier. Empty
/// means that no source says it.
let vultrPlansData = #"""
vcg-a16-2c-8g-2vram,A16,0.125,2,2,8,50,1024,43,0.059,ewr ord atl fra sjc nrt sgp blr,ewr ord lhr fra sjc nrt blr
vcg-a16-2c-16g-4vram,A16,0.25,4,2,16,80,2048,86,0.118,ewr sjc nrt sgp blr,ewr ord lhr fra sjc nrt blr
vcg-a16-3c-32g-8vram,A16,0.5,8,3,32,170,3072,172,0.236,sjc sgp blr,ewr ord lhr fra sjc nrt blr
vcg-a16-6c-64g-16vram,A16,1,16,6,64,350,6144,344,0.471,,ewr ord lhr fra sjc nrt blr
vcg-a16-12c-128g-32vram,A16,2,32,12,128,700,10240,688,0.942,sjc,ewr ord lhr fra sjc nrt blr
vcg-a16-24c-256g-64vram,A16,4,64,24,256,1200,12288,1375,1.884,,ewr ord lhr fra sjc nrt blr
vcg-a16-48c-496g-128vram,A16,8,128,48,512,1500,16384,2750,3.767,,ord lhr fra sjc nrt blr
vcg-a16-96c-960g-256vram,A16,16,256,96,1024,1700,25600,5500,7.534,,lhr blr
vcg-a40-1c-5g-2vram,A40,0.0417,2,1,5,,,55,0.075,ewr lax,
vcg-a40-2c-10g-4vram,A40,0.0833,4,2,10,180,4096,105,0.144,,ewr
vcg-a40-4c-20g-8vram,A40,0.1667,8,4,20,,,210,0.288,,
vcg-a40-6c-30g-12vram,A40,0.25,12,6,30,550,6144,315,0.432,lax,ewr
vcg-a40-8c-40g-16vram,A40,0.3333,16,8,40,740,8192,420,0.575,,ewr nrt
vcg-a40-12c-60g-24vram,A40,0.5,24,12,60,1110,10240,625,0.856,,lhr
vcg-a40-24c-120g-48vram,A40,1,48,24,120,1400,16384,1250,1.712,blr,blr
vcg-a100-1c-6g-4vram,A100 80GB,0.05,4,1,6,70,1024,90,0.123,,ewr fra
vcg-a100-1c-12g-8vram,A100 80GB,0.1,8,1,12,140,1024,180,0.247,,lhr fra
vcg-a100-2c-15g-10vram,A100 80GB,0.125,10,2,16,170,2048,250,0.342,,fra
vcg-a100-3c-30g-20vram,A100 80GB,0.25,20,3,30,350,3072,450,0.616,,ewr lhr fra
vcg-a100-6c-60g-40vram,A100 80GB,0.5,40,6,60,700,6144,875,1.199,,fra sjc blr
vcg-a100-12c-120g-80vram,A100 80GB,1,80,12,120,1400,10240,1750,2.397,,lhr fra nrt blr
vcg-a100-24c-240g-160vram,A100 80GB,2,160,24,250,1400,10240,3500,4.795,,fra nrt blr
vcg-a100-48c-480g-320vram,A100 80GB,4,320,48,500,1400,16384,7000,9.589,,fra nrt
vcg-a100-96c-960g-640vram,A100 80GB,8,640,96,960,,,14000,19.178,,
vcg-l40s-16c-180g-48vram,L40S,1,48,16,180,,,1220,1.671,,
vcg-l40s-32c-375g-96vram,L40S,2,96,32,375,,,2440,3.342,,
vcg-l40s-64c-750g-192vram,L40S,4,192,64,750,,,4880,6.684,,
"""#

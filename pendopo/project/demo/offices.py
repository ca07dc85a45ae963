"""The offices of the demo regency and the names of invented people.

The list of agencies follows the regency's list of 2020, names shortened; which officer sits
where is invented. Names combine common first and last names of the region at random.
"""

OFFICES: tuple[tuple[str, str], ...] = (
    ("setda", "Sekretariat Daerah"),
    ("setwan", "Sekretariat DPRD"),
    ("inspektorat", "Inspektorat"),
    ("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),
    ("dinkes", "Dinas Kesehatan"),
    ("disdik", "Dinas Pendidikan"),
    ("dinsos", "Dinas Sosial"),
    ("dpmptsp", "Dinas Penanaman Modal dan Pelayanan Perizinan Terpadu Satu Pintu"),
    ("diskop-ukm", "Dinas Koperasi dan Usaha Kecil Menengah"),
    ("disdag", "Dinas Perdagangan dan Perindustrian"),
    ("disnaker", "Dinas Ketenagakerjaan"),
    ("bapenda", "Badan Pendapatan Daerah"),
    ("bpkad", "Badan Pengelolaan Keuangan dan Aset Daerah"),
    ("bappeda", "Badan Perencanaan Pembangunan Daerah"),
    ("bkd", "Badan Kepegawaian Daerah"),
    ("bpbd", "Badan Penanggulangan Bencana Daerah"),
    ("kesbangpol", "Badan Kesatuan Bangsa dan Politik"),
    ("satpolpp", "Satuan Polisi Pamong Praja"),
    ("pupr", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("perkim", "Dinas Perumahan dan Kawasan Permukiman"),
    ("dlh", "Dinas Lingkungan Hidup"),
    ("dishub", "Dinas Perhubungan"),
    ("diskominfo", "Dinas Komunikasi dan Informatika"),
    ("distan", "Dinas Pertanian"),
    ("disnak-bun", "Dinas Peternakan dan Perkebunan"),
    ("diskan", "Dinas Perikanan"),
    ("ketapang", "Dinas Ketahanan Pangan"),
    ("dispora-par", "Dinas Pemuda, Olahraga, dan Pariwisata"),
    ("dispusip", "Dinas Perpustakaan dan Kearsipan"),
    ("pmd", "Dinas Pemberdayaan Masyarakat dan Desa"),
    ("dp3a", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak"),
    ("dppkb", "Dinas Pengendalian Penduduk dan Keluarga Berencana"),
)

FIRST = (
    "Aisyah Andi Asmara Bayu Budi Chandra Citra Dedi Dewi Dian Eka Fatimah Fauzi Fitri Hadi Halimah "
    "Hendra Indah Irfan Joko Kartika Laila Lestari Marlina Maya Mulyadi Nurhayati Putri Rahmat Ratna "
    "Rina Rizki Rosmala Salmah Siti Sri Suryani Taufik Wahyu Yanti Yusuf Zahra Zulkifli"
).split()
LAST = (
    "Aritonang Batubara Damanik Harahap Hasibuan Hidayat Kurniawan Lubis Manurung Matondang Nasution "
    "Nugraha Panjaitan Pohan Pratama Purba Rahmadani Rangkuti Ritonga Saputra Saragih Siagian Simanjuntak "
    "Sinaga Siregar Sitorus Susanti Syahputra Tanjung Utami Wibowo Zebua"
).split()

SHOPS = (
    "Warung Melati|Kios Sumber Rezeki|Bengkel Maju Jaya|Rotan Indah|Kopi Pesisir|Jahit Cantik|"
    "Pangkas Rapi|Dapur Bunda|Ikan Asin Bagan|Toko Harapan"
).split("|")
STREETS = (
    "Jalan Merdeka|Jalan Pasar Lama|Jalan Kebun Sayur|Jalan Nelayan|Dusun II|Dusun IV|"
    "Jalan Perintis|Gang Mawar|Jalan Stasiun|Lingkungan III"
).split("|")
